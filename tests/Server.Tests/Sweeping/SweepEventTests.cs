using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing.Running;

namespace Tagalong.Server.Tests.Sweeping;

/// <summary>A PingSource's event that asks for a sweep.</summary>
public class SweepEventTests
{
    [Fact]
    public async Task A_sweep_event_gets_its_response_when_the_sweep_is_complete()
    {
        await using var server = await RunningServer.StartAsync();
        Fill(server, 3);

        var first = await SendAsync(server, """{"sweep":{}}""");
        var labeled = server.LastOutcome();
        var second = await SendAsync(server, """{"other":[1],"sweep":{"namespaces":["shop"]}}""");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first, second));
        Assert.Equal((nameof(OutcomeReason.SweepLabeled), nameof(OutcomeReason.SweepUnchanged)), (labeled.Reason, server.LastOutcome().Reason));
        Assert.Equal((3, 3), (Labeled(server), server.Cluster.Requests.Writes));
    }

    [Theory]
    [InlineData("""{"hello":"world"}""", HttpStatusCode.Accepted, OutcomeReason.UnknownEventType)]
    [InlineData("""{"sweep":{"clusters":["unheard-of"]}}""", HttpStatusCode.UnprocessableEntity, OutcomeReason.UnknownCluster)]
    [InlineData("""{"sweep":{"namespace":["shop"]}}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    [InlineData("""{"sweep":{"namespaces":["../.."]}}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    [InlineData("""{"sweep":true}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    public async Task An_invalid_sweep_event_makes_no_call(string data, HttpStatusCode status, OutcomeReason reason)
    {
        await using var server = await RunningServer.StartAsync();

        Assert.Equal(status, await SendAsync(server, data));
        Assert.Equal(reason.ToString(), server.LastOutcome().Reason);
        Assert.Equal(0, server.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task An_unauthenticated_sender_cannot_start_a_sweep()
    {
        await using var server = await RunningServer.StartAsync(["Tagalong:Senders:Authentication=Anonymous"]);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(server, """{"sweep":{}}"""));
        Assert.Equal(0, server.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task A_sweep_that_times_out_continues_when_the_event_is_sent_again()
    {
        await using var server = await RunningServer.StartAsync(
            ["Tagalong:Sweep:EventTimeout=00:00:01", "Tagalong:Limits:WritesPerSecond=10", "Tagalong:Limits:WriteBurst=1"]);
        Fill(server, 15);

        var statuses = new List<HttpStatusCode>();
        do
        {
            statuses.Add(await SendAsync(server, """{"sweep":{}}"""));
        }
        while (statuses[^1] == HttpStatusCode.ServiceUnavailable && statuses.Count < 60);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (statuses[0], statuses[^1]));
        Assert.Equal(15, Labeled(server));
        Assert.Contains(server.Outcomes(), outcome => outcome.Reason == nameof(OutcomeReason.SweepIncomplete));
    }

    private static async Task<HttpStatusCode> SendAsync(RunningServer server, string data)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(data, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
            [("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/apis/v1/namespaces/tagalong/pingsources/sweep"), ("ce-type", "dev.knative.sources.ping")])
        {
            message.Headers.Add(name, value);
        }

        using var response = await server.Client.SendAsync(message, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static int Labeled(RunningServer server) => server.Cluster.Objects.List(ResourceKinds.ReplicaSet, "shop")
        .Count(value => (string?)value["metadata"]!["labels"]!["team"] == "payments");

    private static void Fill(RunningServer server, int count)
    {
        var rollout = server.Cluster.Objects.Create(Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"web","namespace":"shop","labels":{"team":"payments"}}}"""), "kubectl");
        for (var number = 0; number < count; number++)
        {
            server.Cluster.Objects.Create(Parse($$$"""
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-{{{number}}}","namespace":"shop","labels":{"app":"web"},
                "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"web","uid":"{{{rollout["metadata"]!["uid"]}}}","controller":true}]},
                "spec":{"selector":{"matchLabels":{"app":"web"} },"template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"c","image":"i"}]} } } }
                """), "rollouts-controller");
        }
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
