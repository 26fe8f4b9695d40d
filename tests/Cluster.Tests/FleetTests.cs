using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>The cluster of the run in a fleet with two dev clusters: one responds too late, the other not at all.</summary>
public sealed class FleetTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    private const int Count = 25;

    [Fact]
    public async Task A_slow_and_a_dead_cluster_do_not_affect_a_healthy_one_and_lose_no_events()
    {
        await using var slow = await DevApiServer.StartAsync(new DevApiServerOptions { Namespaces = { Namespace } }, TestContext.Current.CancellationToken);
        await using var dead = await DevApiServer.StartAsync(new DevApiServerOptions { Namespaces = { Namespace } }, TestContext.Current.CancellationToken);
        using var slowApi = ClusterApi.Of(slow.KubeconfigFor());
        using var deadApi = ClusterApi.Of(dead.KubeconfigFor());
        var (healthy, late, lost) = (await MakeAsync(Admin), await MakeAsync(slowApi), await MakeAsync(deadApi));
        await using var files = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync("", [.. Clusters(files, slow, dead), .. Impatient]);
        using var sender = new HttpClient { BaseAddress = server.Url };
        var slowness = slow.Faults.Add(Fault.Latency(TimeSpan.FromMinutes(1)));
        await dead.StopAsync();

        var statuses = await Task.WhenAll(
            SendAllAsync(sender, "healthy", healthy), SendAllAsync(sender, "slow", late), SendAllAsync(sender, "dead", lost));

        Assert.All(statuses[0], status => Assert.Equal(HttpStatusCode.Accepted, status));
        Assert.All(statuses[1].Concat(statuses[2]), status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
        Assert.All(await Task.WhenAll(healthy.Select(LabelsOfAsync)), labels => Assert.Equal("app=web,team=payments", labels));

        slowness.Dispose();
        await dead.RestartAsync(TestContext.Current.CancellationToken);
        await Eventually.EqualAsync(true, async () => (await SendAllAsync(sender, "slow", late)).All(static status => status == HttpStatusCode.Accepted));
        await Eventually.EqualAsync(true, async () => (await SendAllAsync(sender, "dead", lost)).All(static status => status == HttpStatusCode.Accepted));
        Assert.All(await Task.WhenAll(late.Select(slowApi.GetAsync)), value => Assert.Equal("app=web,team=payments", Manifests.LabelsOf(value)));
        Assert.All(await Task.WhenAll(lost.Select(deadApi.GetAsync)), value => Assert.Equal("app=web,team=payments", Manifests.LabelsOf(value)));
    }

    private static readonly string[] Impatient =
    [
        "Tagalong:ApiCalls:AttemptTimeout=00:00:05", "Tagalong:ApiCalls:RetryWindow=00:00:05", "Tagalong:Limits:BreakMinimumCalls=6",
        "Tagalong:Limits:Break=00:00:00.5", "Tagalong:Limits:LongestBreak=00:00:01",
    ];

    private string[] Clusters(TemporaryFolder files, DevApiServer slow, DevApiServer dead)
    {
        File.WriteAllText(files["healthy"], Cluster.LabelerKubeconfig);
        File.WriteAllText(files["slow"], slow.KubeconfigFor());
        File.WriteAllText(files["dead"], dead.KubeconfigFor());
        return [.. new[] { "healthy", "slow", "dead" }.Select(name => $"Tagalong:Clusters:{name}:Kubeconfig={files[name]}")];
    }

    private async Task<JsonObject[]> MakeAsync(ClusterApi api)
    {
        var rollout = await api.CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"), Argo);
        return await Task.WhenAll(Enumerable.Range(0, Count).Select(
            number => api.CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}", "app=web", "app=web", rollout), Argo)));
    }

    private static Task<HttpStatusCode[]> SendAllAsync(HttpClient sender, string cluster, JsonObject[] objects) => Task.WhenAll(objects.Select(async value =>
    {
        using var message = Checkout.ReplicaSet.ToMessage(Encoding.UTF8.GetBytes(value.ToJsonString()));
        message.Headers.Remove("Ce-Cluster");
        message.Headers.Add("Ce-Cluster", cluster);
        using var response = await sender.SendAsync(message, TestContext.Current.CancellationToken);
        Assert.Equal(response.StatusCode == HttpStatusCode.ServiceUnavailable, response.Headers.RetryAfter is not null);
        return response.StatusCode;
    }));
}
