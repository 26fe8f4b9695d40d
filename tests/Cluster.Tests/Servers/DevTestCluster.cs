using Tagalong.DevCluster;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Servers;

/// <summary>The dev cluster, in this process.</summary>
public sealed class DevTestCluster : TestCluster, IServerControl
{
    private readonly DevApiServer _server;
    private readonly ClusterApi _admin;

    private DevTestCluster(DevApiServer server, ClusterApi admin, ServerVersion version) => (_server, _admin, Version) = (server, admin, version);

    /// <inheritdoc/>
    public override string Description => $"the dev cluster ({Version}), not a real API server, since neither {AssetsVariable} nor {KubeconfigVariable} is set";

    /// <inheritdoc/>
    public override ServerVersion Version { get; }

    /// <inheritdoc/>
    public override string AdminKubeconfig => _server.KubeconfigFor();

    /// <inheritdoc/>
    public override string LabelerKubeconfig => _server.KubeconfigFor(ShippedRights.User);

    /// <inheritdoc/>
    public override IServerControl Server => this;

    /// <inheritdoc/>
    public override bool IsReal => false;

    /// <summary>Starts one.</summary>
    public static new async Task<DevTestCluster> StartAsync()
    {
        var options = new DevApiServerOptions
        {
            Users = { await ShippedRights.UserOfDevClusterAsync(token: "labeler") },

            // The real server sends a bookmark before a watch ends; the dev cluster only at intervals.
            BookmarkInterval = TimeSpan.FromSeconds(1),
        };
        var server = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        var admin = ClusterApi.Of(server.KubeconfigFor());
        return new DevTestCluster(server, admin, await ReadVersionAsync(admin));
    }

    /// <inheritdoc/>
    public override Task<string> CreateNamespaceAsync() => CreateNamespaceAsync(_admin);

    /// <inheritdoc/>
    public Task StopAsync() => _server.StopAsync();

    /// <inheritdoc/>
    Task IServerControl.StartAsync() => _server.RestartAsync(TestContext.Current.CancellationToken);

    /// <inheritdoc/>
    public Task CompactAsync()
    {
        _server.Objects.Compact();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, long>> CountRequestsAsync(string resource) => Task.FromResult<IReadOnlyDictionary<string, long>>(
        _server.Requests.Snapshot().Where(request => request.Resource == resource).GroupBy(static request => request.Verb)
            .ToDictionary(static group => group.Key, static group => group.LongCount()));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _server.DisposeAsync();
    }
}
