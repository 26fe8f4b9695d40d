using Tagalong.DevCluster;
using Tagalong.Testing;
using Tagalong.WorkerHost;

namespace Tagalong.Functions.Tests.Running;

/// <summary>The Azure Functions app as it is built, run by the double of the host, in front of a dev cluster.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    private readonly TemporaryFolder _files;

    private RunningApp(FunctionsHost host, DevApiServer cluster, TemporaryFolder files)
    {
        (Host, Cluster, _files) = (host, cluster, files);
        Client = new HttpClient { BaseAddress = host.HttpAddress };
    }

    /// <summary>The folder that the build of the app writes, for the same configuration as this test.</summary>
    public static string Folder { get; } = Path.GetFullPath(
        Path.Combine(AppContext.BaseDirectory, "..", "..", "Tagalong.Functions", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')).Name));

    public FunctionsHost Host { get; }

    public DevApiServer Cluster { get; }

    public HttpClient Client { get; }

    /// <param name="settings">App settings on top of the usual ones: <c>AzureWebJobs.sweep.Disabled=true</c>; without a value: removed.</param>
    /// <param name="time">The host's clock; by default the system's.</param>
    public static async Task<RunningApp> StartAsync(IEnumerable<string>? settings = null, TimeProvider? time = null)
    {
        var cluster = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        var files = new TemporaryFolder();
        await File.WriteAllTextAsync(files["kubeconfig"], cluster.KubeconfigFor(null), TestContext.Current.CancellationToken);
        IEnumerable<string> defaults =
        [
            $"KUBECONFIG={files["kubeconfig"]}", "Tagalong__Senders__Authentication=Platform", "Tagalong__Labeler__EventTimeout=00:02:00",
            "TAGALONG_SWEEP_SCHEDULE=0 17 */6 * * *", "TAGALONG_QUEUE=tagalong", "AzureWebJobsStorage=UseDevelopmentStorage=true",
        ];
        Dictionary<string, string> values = [];
        foreach (var pair in defaults.Concat(settings ?? []).Select(static setting => setting.Split('=', 2)))
        {
            if (pair.Length == 1)
            {
                values.Remove(pair[0]);
            }
            else
            {
                values[pair[0]] = pair[1];
            }
        }

        var options = new FunctionsHostOptions { AppFolder = Folder, Settings = values, Time = time ?? TimeProvider.System };
        try
        {
            return new RunningApp(await FunctionsHost.StartAsync(options, TestContext.Current.CancellationToken), cluster, files);
        }
        catch
        {
            await cluster.DisposeAsync();
            await files.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        await Cluster.DisposeAsync();
        await _files.DisposeAsync();
    }
}
