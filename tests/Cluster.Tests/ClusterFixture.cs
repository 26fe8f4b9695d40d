using Tagalong.Cluster.Tests;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.Testing;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of this run, which all tests share; each has namespaces of its own in it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private ClusterApi? _admin;

    /// <summary>The cluster.</summary>
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>Its API for all but the labeler: Argo Rollouts, people, other controllers.</summary>
    public ClusterApi Admin => _admin!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync();
        _admin = ClusterApi.Of(Cluster.AdminKubeconfig);
        await Console.Out.WriteLineAsync($"The cluster tests run against {Cluster.Description}.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        await (Cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
