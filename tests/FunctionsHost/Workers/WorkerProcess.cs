using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Tagalong.FunctionsHost.App;

namespace Tagalong.FunctionsHost.Workers;

/// <summary>A worker's process, started as the host starts it. It ends with the tests, even if they are killed.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    // A shell between holds a pipe: when its other end closes, the shell kills the worker. Its first line is the worker's process id.
    private const string Guard =
        """
        exec 3<&0
        "$@" < /dev/null 3<&- &
        worker=$!
        echo "$worker"
        (cat <&3; kill -KILL "$worker") > /dev/null 2>&1 &
        guard=$!
        wait "$worker"
        code=$?
        kill "$guard"
        exit "$code"
        """;

    private readonly ConcurrentQueue<string> _output = [];
    private readonly Process _guard;

    private WorkerProcess(Process guard, int id)
    {
        (_guard, Id) = (guard, id);
        Exited = Task.WhenAll(guard.WaitForExitAsync(CancellationToken.None), KeepAsync(guard.StandardOutput), KeepAsync(guard.StandardError));
    }

    public int Id { get; }

    /// <summary>Completes when the process has ended and its output is complete.</summary>
    public Task Exited { get; }

    public int ExitCode => _guard.ExitCode;

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var worker = Process.GetProcessById(Id);
            return worker.TotalProcessorTime;
        }
    }

    /// <summary>What it wrote to both its outputs.</summary>
    public string Output => string.Join('\n', _output);

    /// <param name="folder">The app's folder.</param>
    /// <param name="settings">The app settings.</param>
    /// <param name="endpoint">Where the host's gRPC service listens.</param>
    /// <param name="workerId">The id by which the worker reports itself.</param>
    public static async Task<WorkerProcess> StartAsync(string folder, AppSettings settings, Uri endpoint, string workerId)
    {
        var config = WorkerConfig.Read(folder);
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard, "guard", config.Program, .. config.Arguments, .. HostArguments(endpoint, workerId)])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in HostVariables(folder).Concat(settings.Values))
        {
            start.Environment[name] = value;
        }

        var guard = Process.Start(start)!;
        var id = await guard.StandardOutput.ReadLineAsync();
        return new WorkerProcess(guard, int.Parse(id!, CultureInfo.InvariantCulture));
    }

    /// <summary>Kills the worker at once.</summary>
    public void Kill() => _guard.StandardInput.Close();

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
        _guard.Dispose();
    }

    private static IEnumerable<string> HostArguments(Uri endpoint, string workerId)
    {
        var requestId = Guid.NewGuid().ToString();
        var length = int.MaxValue.ToString(CultureInfo.InvariantCulture);
        return
        [
            "--host", endpoint.Host,
            "--port", endpoint.Port.ToString(CultureInfo.InvariantCulture),
            "--workerId", workerId,
            "--requestId", requestId,
            "--grpcMaxMessageLength", length,
            "--functions-uri", endpoint.ToString(),
            "--functions-worker-id", workerId,
            "--functions-request-id", requestId,
            "--functions-grpc-max-message-length", length,
        ];
    }

    /// <summary>The two variables that the host adds, and those of its image that a worker inherits.</summary>
    private static IEnumerable<KeyValuePair<string, string>> HostVariables(string folder) =>
    [
        new("FUNCTIONS_WORKER_DIRECTORY", folder),
        new("FUNCTIONS_APPLICATION_DIRECTORY", folder),
        new("FUNCTIONS_WORKER_RUNTIME", "dotnet-isolated"),
        new("ASPNETCORE_URLS", "http://+:80"),
        new("ASPNETCORE_CONTENTROOT", "/azure-functions-host"),
    ];

    private async Task KeepAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
        }
    }
}
