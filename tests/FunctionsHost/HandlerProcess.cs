using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Tagalong.FunctionsHost;

/// <summary>The process of a custom handler, started as the host starts it.</summary>
public sealed class HandlerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _errors = [];
    private readonly Task _reading;

    private HandlerProcess(Process process, int port)
    {
        (_process, Port) = (process, port);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _output), ReadAsync(process.StandardError, _errors));
    }

    /// <summary>The port that it was told to listen on.</summary>
    public int Port { get; }

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What it wrote to its standard output so far, which the host logs as information.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return string.Join('\n', _output);
            }
        }
    }

    /// <summary>Starts the handler of an app.</summary>
    internal static HandlerProcess Start(FunctionAppFolder app, IReadOnlyDictionary<string, string> settings)
    {
        var port = FreePort();
        var start = new ProcessStartInfo(app.Executable, app.Arguments) { WorkingDirectory = app.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        var (text, id) = (port.ToString(CultureInfo.InvariantCulture), Guid.NewGuid().ToString());
        IEnumerable<(string Name, string Value)> host =
        [
            ("ASPNETCORE_URLS", "http://+:80"),
            ("ASPNETCORE_CONTENTROOT", "/azure-functions-host"),
            ("FUNCTIONS_WORKER_RUNTIME", "custom"),
            ("FUNCTIONS_CUSTOMHANDLER_PORT", text),
            ("FUNCTIONS_CUSTOMHANDLER_WORKER_ID", id),
            ("FUNCTIONS_HTTPWORKER_PORT", text),
            ("FUNCTIONS_HTTPWORKER_ID", id),
            ("FUNCTIONS_APP_ROOT_PATH", app.Root),
        ];
        foreach (var (name, value) in host.Concat(settings.Select(static setting => (setting.Key, setting.Value))))
        {
            start.Environment[name] = value;
        }

        return new HandlerProcess(Process.Start(start)!, port);
    }

    /// <summary>The lines that the host logs as errors. Waits for the last ones of a process that has ended.</summary>
    public async Task<string> ErrorsAsync()
    {
        if (_process.HasExited)
        {
            await _reading;
        }

        lock (_errors)
        {
            return string.Join('\n', _errors.Where(static line => !line.Contains("warn", StringComparison.OrdinalIgnoreCase)));
        }
    }

    /// <summary>Asks it to stop.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code. The host takes every one but 0 as an error, and ends itself after three in half an hour.</returns>
    public async Task<int> ExitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task ReadAsync(StreamReader stream, List<string> lines)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
