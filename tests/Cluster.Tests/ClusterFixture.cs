using Tagalong.Cluster.Tests;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.Testing;

[assembly: AssemblyFixture(typeof(ClusterFixture))]

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of this run, which all tests share. Each test has separate namespaces in it.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private ClusterApi? _admin;

    /// <summary>The cluster.</summary>
    public TestCluster Cluster { get; private set; } = null!;

    /// <summary>Its API for all users except the labeler: Argo Rollouts, people, other controllers.</summary>
    public ClusterApi Admin => _admin!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Cluster = await TestCluster.StartAsync();
        _admin = ClusterApi.Of(Cluster.AdminKubeconfig);
        await Console.Out.WriteLineAsync($"The cluster tests run against {Cluster.Description}.");
        Assert.True(
            Cluster.IsReal || Environment.GetEnvironmentVariable(TestCluster.RequiredVariable) != "required",
            $"{TestCluster.RequiredVariable} is set, but this is not a real API server.");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        await (Cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
