using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>A cluster that the tests run against. All tests pass on every kind of cluster.</summary>
public abstract class TestCluster : IAsyncDisposable
{
    /// <summary>The folder with <c>etcd</c> and <c>kube-apiserver</c>, by the convention of Kubernetes' envtest.</summary>
    public const string AssetsVariable = "KUBEBUILDER_ASSETS";

    /// <summary>The kubeconfig of a running cluster to use instead.</summary>
    public const string KubeconfigVariable = "TAGALONG_TEST_KUBECONFIG";

    /// <summary>Set to <c>required</c> where the tests must run against a real API server: they fail on the dev cluster then.</summary>
    public const string RequiredVariable = "TAGALONG_TEST_REAL_CLUSTER";

    /// <summary>The name and version of the cluster, for messages.</summary>
    public abstract string Description { get; }

    /// <summary>The version of its API server.</summary>
    public abstract ServerVersion Version { get; }

    /// <summary>The text of the administrator's kubeconfig.</summary>
    public abstract string AdminKubeconfig { get; }

    /// <summary>The text of the kubeconfig of the labeler's account, which has only the shipped rights.</summary>
    public abstract string LabelerKubeconfig { get; }

    /// <summary>Null if the suite did not start the API server.</summary>
    public virtual IServerControl? Server => null;

    /// <summary>Null if the storage is not a separate process that the suite started.</summary>
    public virtual IStorageControl? Storage => null;

    /// <summary>Whether it is a real API server, not the dev cluster.</summary>
    public virtual bool IsReal => true;

    /// <summary>Starts or joins the cluster in the environment variables; the dev cluster if none is set.</summary>
    /// <exception cref="InvalidOperationException">The cluster is not available. The message says what to do.</exception>
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

    /// <summary>Creates a namespace with a unique name. It is removed with the cluster, or at the end of the run.</summary>
    /// <returns>The name.</returns>
    public abstract Task<string> CreateNamespaceAsync();

    /// <summary>Skips the running test on the dev cluster.</summary>
    public void RequireRealServer() => Assert.SkipUnless(
        IsReal,
        $"only the dev cluster is tested: for a real API server set {AssetsVariable} to what tests/Cluster.Tests/install-kube-apiserver prints, or {KubeconfigVariable}");

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

    /// <summary>Creates a namespace through the API.</summary>
    protected static async Task<string> CreateNamespaceAsync(ClusterApi admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        var name = $"tagalong-test-{Guid.NewGuid():N}"[..30];
        await admin.CreateAsync(Manifests.Namespace(name), "tests");
        return name;
    }

    /// <summary>Reads the version of an API server.</summary>
    protected static async Task<ServerVersion> ReadVersionAsync(ClusterApi admin)
    {
        ArgumentNullException.ThrowIfNull(admin);
        var (_, version) = await admin.CallAsync(HttpMethod.Get, "/version");
        return ServerVersion.Read(version);
    }
}
