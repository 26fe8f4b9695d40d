using System.Diagnostics;
using System.Globalization;
using Tagalong.Server;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Faults;

/// <summary>The HTTP server as a separate process, on the same port after every start.</summary>
internal sealed class RestartedServer : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _arguments;
    private ServerProcess? _process;

    /// <param name="kubeconfig">The text of the kubeconfig.</param>
    /// <param name="settings">Settings on top of the defaults, <c>Tagalong:Limits:MaxCalls=4</c>.</param>
    public RestartedServer(string kubeconfig, params string[] settings)
    {
        File.WriteAllText(_folder["kubeconfig"], kubeconfig);
        var port = LoopbackPorts.TwoFree().First;
        Url = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        string[] all = [$"PORT={port}", $"KUBECONFIG={_folder["kubeconfig"]}", "Tagalong:Senders:Authentication=Platform", .. settings];
        _arguments = [typeof(ServerHost).Assembly.Location, "serve", .. all.Select(setting => $"--{setting}")];
    }

    public Uri Url { get; }

    /// <summary>Starts it, and waits until it accepts events.</summary>
    /// <exception cref="InvalidOperationException">It did not start. The message has the end of its log.</exception>
    public async Task StartAsync()
    {
        _process = await ServerProcess.StartAsync(_folder["log"], "dotnet", _arguments);
        using var client = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(2) };
        var waited = Stopwatch.StartNew();
        while (!await IsReadyAsync(client))
        {
            if (_process.HasExited || waited.Elapsed > Limit)
            {
                throw new InvalidOperationException($"The server did not start. The end of its log:\n{_process.LogTail}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Kills it with SIGKILL.</summary>
    public ValueTask KillAsync() => _process is null ? ValueTask.CompletedTask : _process.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _folder.DisposeAsync();
    }

    private static async Task<bool> IsReadyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/readyz", UriKind.Relative), TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException { InnerException: TimeoutException })
        {
            return false;
        }
    }
}
