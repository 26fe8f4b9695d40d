using System.Net;
using System.Text;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>The HTTP server as shipped, between a sender like Knative's adapter and the cluster.</summary>
public sealed class ServeTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task A_posted_event_results_in_labels_and_an_empty_202()
    {
        await using var server = await RunningServer.StartAsync(Cluster.LabelerKubeconfig);
        using var sender = new HttpClient { BaseAddress = server.Url };
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web,role=canary", rollout));

        using var message = Checkout.ReplicaSet.ToMessage(Encoding.UTF8.GetBytes(replicaSet.ToJsonString()));
        using var response = await sender.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("app=web,role=canary,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_missing_right_makes_the_sender_retry()
    {
        await using var server = await RunningServer.StartAsync(Cluster.LabelerKubeconfig, "Tagalong:Policies:BuiltIn:0=analysis-runs");
        using var sender = new HttpClient { BaseAddress = server.Url };
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var analysisRun = await CreateAsync(Manifests.AnalysisRun(Namespace, "web-1", "", rollout));

        using var message = Checkout.ReplicaSet.ToMessage(Encoding.UTF8.GetBytes(analysisRun.ToJsonString()));
        using var response = await sender.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Equal("", await LabelsOfAsync(analysisRun));
    }
}
