using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tagalong.Server;

namespace Tagalong.Cluster.Tests;

/// <summary>The HTTP server as shipped, in this process.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly WebApplication _server;

    private RunningServer(WebApplication server) => _server = server;

    public Uri Url => new($"http://127.0.0.1:{new Uri(_server.Urls.Single()).Port}");

    /// <param name="kubeconfig">The text of the kubeconfig.</param>
    /// <param name="settings">Settings on top of the defaults, <c>Tagalong:Limits:MaxCalls=4</c>.</param>
    public static async Task<RunningServer> StartAsync(string kubeconfig, params string[] settings)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, kubeconfig, TestContext.Current.CancellationToken);
        var server = ServerHost.CreateServe([], builder =>
        {
            string[] all = ["PORT=0", $"KUBECONFIG={file}", "Tagalong:Senders:Authentication=Platform", .. settings];
            foreach (var pair in all.Select(setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders();
        });
        await server.StartAsync(TestContext.Current.CancellationToken);
        File.Delete(file);
        return new RunningServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
