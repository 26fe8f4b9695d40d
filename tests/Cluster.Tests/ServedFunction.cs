using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Tagalong.Server;

namespace Tagalong.Cluster.Tests;

/// <summary>The HTTP server as shipped, in this process.</summary>
internal sealed class ServedFunction : IAsyncDisposable
{
    private readonly WebApplication _function;

    private ServedFunction(WebApplication function) => _function = function;

    public Uri Url => new($"http://127.0.0.1:{new Uri(_function.Urls.Single()).Port}");

    /// <param name="kubeconfig">The text of the kubeconfig.</param>
    /// <param name="settings">Settings on top of the defaults, <c>Tagalong:Limits:MaxCalls=4</c>.</param>
    public static async Task<ServedFunction> StartAsync(string kubeconfig, params string[] settings)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, kubeconfig, TestContext.Current.CancellationToken);
        var function = ServerHost.CreateServe([], builder =>
        {
            string[] all = ["PORT=0", $"KUBECONFIG={file}", "Tagalong:Senders:Authentication=Platform", .. settings];
            foreach (var pair in all.Select(setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders();
        });
        await function.StartAsync(TestContext.Current.CancellationToken);
        File.Delete(file);
        return new ServedFunction(function);
    }

    public ValueTask DisposeAsync() => _function.DisposeAsync();
}
