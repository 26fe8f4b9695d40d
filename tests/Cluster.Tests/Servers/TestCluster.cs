using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>A cluster that the tests run against: all of them hold on each.</summary>
public abstract class TestCluster : IAsyncDisposable
{
    /// <summary>The folder with <c>etcd</c> and <c>kube-apiserver</c>, by the convention of Kubernetes' envtest.</summary>
    public const string AssetsVariable = "KUBEBUILDER_ASSETS";

    /// <summary>The kubeconfig of a running cluster to use instead.</summary>
    public const string KubeconfigVariable = "TAGALONG_TEST_KUBECONFIG";

    /// <summary>Which one it is, in a few words.</summary>
    public abstract string Description { get; }

    /// <summary>The version of its API server.</summary>
    public abstract ServerVersion Version { get; }

    /// <summary>The kubeconfig of somebody who may do everything: the text of the file.</summary>
    public abstract string AdminKubeconfig { get; }

    /// <summary>The kubeconfig of the labeler's account, with the rights that ship for it and no others: the text of the file.</summary>
    public abstract string LabelerKubeconfig { get; }

    /// <summary>Null where the API server is not the suite's to stop.</summary>
    public virtual IServerControl? Server => null;

    /// <summary>Null where the storage is no process of its own, or not the suite's.</summary>
    public virtual IStorageControl? Storage => null;

    /// <summary>Whether it is Kubernetes' own API server.</summary>
    public virtual bool IsReal => true;

    /// <summary>Starts or joins the cluster that the environment names; the dev cluster, if it names none.</summary>
    /// <exception cref="InvalidOperationException">It names one that cannot be had. The message says what to do.</exception>
    public static async Task<TestCluster> StartAsync()
    {
        var kubeconfig = Environment.GetEnvironmentVariable(KubeconfigVariable);
        var assets = Environment.GetEnvironmentVariable(AssetsVariable);
        return (kubeconfig, assets) switch
        {
            ({ Length: > 0 }, _) => await JoinedCluster.JoinAsync(kubeconfig),
            (_, { Length: > 0 }) => await EnvtestCluster.StartAsync(assets),
            _ => await DevTestCluster.StartAsync(),
        };
    }

    /// <summary>Makes a namespace of a name of its own. It goes with the cluster, or is deleted at the end of the run.</summary>
    /// <returns>The name.</returns>
    public abstract Task<string> CreateNamespaceAsync();

    /// <summary>Skips the running test where only Kubernetes' own API server can answer it.</summary>
    public void RequireRealServer() => Assert.SkipUnless(
        IsReal,
        $"only the dev cluster is tested: for a real API server set {AssetsVariable} to what tests/Cluster.Tests/install-kube-apiserver prints, or {KubeconfigVariable}");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Makes a namespace through the API.</summary>
    protected static async Task<string> CreateNamespaceAsync(ClusterApi admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        var name = $"tagalong-test-{Guid.NewGuid():N}"[..30];
        await admin.CreateAsync(Manifests.Namespace(name), "tests");
        return name;
    }

    /// <summary>Asks an API server for its version.</summary>
    protected static async Task<ServerVersion> ReadVersionAsync(ClusterApi admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        var (_, version) = await admin.CallAsync(HttpMethod.Get, "/version");
        return ServerVersion.Read(version);
    }
}
