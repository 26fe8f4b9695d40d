using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.Core.Watching;
using Tagalong.DevCluster.Kinds;
using Tagalong.Server;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>
/// The relay as shipped, with the shipped rights, on a separate cluster, since it would label the objects of other tests.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RelayTests(ClusterFixture fixture) : IAsyncLifetime
{
    private const string NotOurs = "the relay would label existing objects, and only a server that the suite started can be stopped";
    private const int Each = 20;

    private TestCluster? _cluster;
    private ClusterApi? _admin;
    private string _namespace = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (fixture.Cluster.Server is not null)
        {
            _cluster = await TestCluster.StartAsync();
            _admin = ClusterApi.Of(_cluster.AdminKubeconfig);
            _namespace = await _cluster.CreateNamespaceAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin?.Dispose();
        await (_cluster?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    [Fact]
    public async Task Every_object_is_labelled_despite_a_killed_API_server_expired_history_and_a_relay_restart()
    {
        Assert.SkipWhen(_cluster?.Server is null, NotOurs);
        var server = _cluster.Server;
        var rollout = await _admin!.CreateAsync(Manifests.Rollout(_namespace, "web", "team=payments"), "kubectl");
        await CreateAsync(rollout, "before");
        long sends;
        await using (var relay = await StartAsync())
        {
            await AssertAllLabeledAsync(1 * Each);
            await CreateAsync(rollout, "watched");
            await AssertAllLabeledAsync(2 * Each);

            await server.StopAsync();
            await server.StartAsync();
            await CreateAsync(rollout, "after-an-outage");
            await AssertAllLabeledAsync(3 * Each);

            await server.StopAsync();
            await server.StartAsync();
            await server.CompactAsync();
            await CreateAsync(rollout, "after-a-compaction");
            await AssertAllLabeledAsync(4 * Each);
            await relay.StopAsync(TestContext.Current.CancellationToken);
            sends = relay.Services.GetRequiredService<RelayMeasurements>().Accepted;
        }

        await CreateAsync(rollout, "without-a-relay");
        await using var next = await StartAsync();
        await AssertAllLabeledAsync(5 * Each);
        await next.StopAsync(TestContext.Current.CancellationToken);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{5 * Each} objects on {_cluster.Description}: {sends} sends by the first relay, {next.Services.GetRequiredService<RelayMeasurements>().Accepted} by the next");
    }

    private async Task CreateAsync(JsonObject rollout, string name)
    {
        for (var number = 0; number < Each; number++)
        {
            await _admin!.CreateAsync(Manifests.ReplicaSet(_namespace, $"{name}-{number}", "app=web", "app=web", rollout), "rollouts-controller");
        }
    }

    private Task AssertAllLabeledAsync(int count) => Eventually.EqualAsync($"{count} of {count}", async () =>
    {
        var all = await _admin!.ListAsync(ResourceKinds.ReplicaSet, _namespace);
        return $"{all.Count(static value => Manifests.LabelsOf(value) == "app=web,team=payments")} of {all.Count}";
    });

    private async Task<WebApplication> StartAsync()
    {
        var kubeconfig = Path.GetTempFileName();
        await File.WriteAllTextAsync(kubeconfig, _cluster!.LabelerKubeconfig, TestContext.Current.CancellationToken);
        var relay = ServerHost.CreateWatch([], builder =>
        {
            string[] all = ["PORT=0", $"KUBECONFIG={kubeconfig}", "Tagalong:Watch:Apply=true", "Tagalong:Watch:LongestRetryDelay=00:00:01", "Tagalong:Limits:WritesPerSecond=1000"];
            foreach (var pair in all.Select(setting => setting.Split('=', 2)))
            {
                builder.Configuration[pair[0]] = pair[1];
            }

            builder.Logging.ClearProviders();
        });
        await relay.StartAsync(TestContext.Current.CancellationToken);
        return relay;
    }
}
