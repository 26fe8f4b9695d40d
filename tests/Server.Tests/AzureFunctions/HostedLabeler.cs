using Tagalong.DevCluster;
using Tagalong.FunctionsHost;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.AzureFunctions;

/// <summary>
/// The function app as it ships, with the real process as its handler, in the double of the host and before a dev cluster of
/// its own that holds <see cref="Checkout"/>.
/// </summary>
/// <remarks>The variable <c>TAGALONG_TEST_FUNCTION_APP</c> names an unpacked deployment to take instead of what was built with the tests.</remarks>
internal sealed class HostedLabeler : IAsyncDisposable
{
    public const string ApiKey = "0123456789abcdef0123456789abcdef";

    /// <summary>A busy machine is no reason for a second attempt.</summary>
    private static readonly string[] Patient = ["Tagalong__ApiCalls__AttemptTimeout=00:01:00", "Tagalong__Labeler__EventTimeout=00:02:00", "Tagalong__AzureFunctions__RedeliveryDelay=00:00:00"];

    private static readonly string BuiltApp = Path.Combine(AppContext.BaseDirectory, "FunctionApp");

    private readonly string _folder;

    private HostedLabeler(DevApiServer cluster, AzureFunctionsHost host, string folder) => (Cluster, Host, _folder) = (cluster, host, folder);

    public DevApiServer Cluster { get; }

    public AzureFunctionsHost Host { get; }

    /// <summary>The labels of the ReplicaSet that lacks those of its Rollout.</summary>
    public string Labels => ClusterLabels.In(Cluster)["ReplicaSet/checkout-8668bffb96"];

    public static string AllLabels =>
        "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,role=stable,rollouts-pod-template-hash=8668bffb96,team=payments,tier=web,version=v2";

    /// <param name="settings">App settings, <c>Tagalong__Http__MaxInFlight=1</c>.</param>
    public static Task<HostedLabeler> StartAsync(params IEnumerable<string> settings) => StartAsync(static _ => { }, settings);

    /// <param name="change">Changes the app's files before it starts.</param>
    /// <param name="settings">App settings.</param>
    public static async Task<HostedLabeler> StartAsync(Action<string> change, IEnumerable<string> settings)
    {
        var cluster = await Checkout.StartClusterAsync(TestContext.Current.CancellationToken);
        var folder = Directory.CreateTempSubdirectory("tagalong-").FullName;
        try
        {
            var root = Deploy(Path.Combine(folder, "app"));
            change(root);
            var kubeconfig = Path.Combine(folder, "kubeconfig");
            await File.WriteAllTextAsync(kubeconfig, cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
            IEnumerable<string> all = [$"KUBECONFIG={kubeconfig}", $"Tagalong__Senders__ApiKeys__argo__Keys__0={ApiKey}", .. Patient, .. settings];
            var environment = new Dictionary<string, string>();
            foreach (var setting in all)
            {
                environment[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
            }

            return new HostedLabeler(cluster, await AzureFunctionsHost.StartAsync(root, environment, TestContext.Current.CancellationToken), folder);
        }
        catch
        {
            await cluster.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    public Task<InvocationVerdict> InvokeAsync(string function, TriggerData data) => Host.InvokeAsync(function, data, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Cluster.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Lays an app out as the zip has it. The program of a build needs what lies beside it, so that it is linked to.</summary>
    private static string Deploy(string root)
    {
        var source = Environment.GetEnvironmentVariable("TAGALONG_TEST_FUNCTION_APP") is { Length: > 0 } unpacked ? unpacked : BuiltApp;
        foreach (var file in Directory.GetFiles(source, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(root, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        if (source == BuiltApp)
        {
            File.CreateSymbolicLink(Path.Combine(root, "tagalong-server"), Path.Combine(AppContext.BaseDirectory, "tagalong-server"));
        }

        return root;
    }
}
