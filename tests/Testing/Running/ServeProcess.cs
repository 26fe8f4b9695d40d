using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Tagalong.Server;

namespace Tagalong.Testing.Running;

/// <summary>
/// The verb <c>serve</c> as a child process, on free loopback ports: every listener in a process receives its measurements,
/// so tests of measurements do not share one.
/// </summary>
internal sealed partial class ServeProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _url = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _kubeconfigs;
    private readonly int _metricsPort;

    private ServeProcess(Process process, List<string> kubeconfigs, int metricsPort)
    {
        (_process, _kubeconfigs, _metricsPort) = (process, kubeconfigs, metricsPort);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public required HttpClient Client { get; init; }

    /// <summary>Where Prometheus would ask.</summary>
    public Uri MetricsUrl => new($"http://127.0.0.1:{_metricsPort}/metrics");

    /// <summary>All that the process wrote so far.</summary>
    public string Output
    {
        get
        {
            lock (_lines)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <param name="kubeconfigs">The clusters, by name.</param>
    /// <param name="settings">Settings as they stand in the environment: <c>Tagalong__Http__MaxInFlight=1</c>.</param>
    public static Task<ServeProcess> StartAsync(IReadOnlyDictionary<string, string> kubeconfigs, params IEnumerable<string> settings) =>
        StartAsync("serve", kubeconfigs, settings);

    /// <summary>Starts the verb <c>watch</c> instead.</summary>
    public static Task<ServeProcess> StartWatchAsync(IReadOnlyDictionary<string, string> kubeconfigs, params IEnumerable<string> settings) =>
        StartAsync("watch", kubeconfigs, settings);

    /// <summary>Sends a recorded request, of another cluster or with another body or headers if these are given.</summary>
    public async Task<HttpStatusCode> SendAsync(
        RecordedRequest request, string? cluster = null, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await ExchangeAsync(request, cluster, body, headers);
        return response.StatusCode;
    }

    public async Task<HttpResponseMessage> ExchangeAsync(
        RecordedRequest request, string? cluster = null, byte[]? body = null, params (string Name, string Value)[] headers)
    {
        using var message = request.ToMessage(body);
        foreach (var (name, value) in cluster is null ? headers : [.. headers, ("Ce-Cluster", cluster)])
        {
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(message, TestContext.Current.CancellationToken);
    }

    /// <summary>Tells the process to stop, and waits until it is gone.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _reading;
        _process.Dispose();
        _kubeconfigs.ForEach(File.Delete);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<ServeProcess> StartAsync(string verb, IReadOnlyDictionary<string, string> kubeconfigs, IEnumerable<string> settings)
    {
        var metricsPort = FreePort();
        var start = new ProcessStartInfo("dotnet", [typeof(ServerHost).Assembly.Location, verb]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PORT"] = "0";
        start.Environment["Tagalong__Senders__Authentication"] = "Platform";
        start.Environment["Tagalong__ApiCalls__AttemptTimeout"] = "00:01:00";
        start.Environment["Tagalong__Labeler__EventTimeout"] = "00:02:00";
        var files = new List<string>();
        foreach (var (name, kubeconfig) in kubeconfigs)
        {
            files.Add(Path.GetTempFileName());
            await File.WriteAllTextAsync(files[^1], kubeconfig, TestContext.Current.CancellationToken);
            start.Environment[$"Tagalong__Clusters__{name}__Kubeconfig"] = files[^1];
        }

        foreach (var setting in settings)
        {
            start.Environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1].Replace("METRICS_PORT", metricsPort.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        var client = new HttpClient();
        var server = new ServeProcess(Process.Start(start)!, files, metricsPort) { Client = client };
        client.BaseAddress = await server._url.Task.WaitAsync(TimeSpan.FromSeconds(90), TestContext.Current.CancellationToken);
        return server;
    }

    private async Task ReadAsync(StreamReader stream)
    {
        while (await stream.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }

            if (ListeningAt().Match(line) is { Success: true } match && int.Parse(match.Value, CultureInfo.InvariantCulture) is var port && port != _metricsPort)
            {
                _url.TrySetResult(new Uri($"http://127.0.0.1:{port}"));
            }
        }

        _url.TrySetException(new InvalidOperationException($"The process does not listen: {Output}"));
    }

    [GeneratedRegex(@"(?<=Now listening on: http://[^\s""]+:)\d+")]
    private static partial Regex ListeningAt();
}
