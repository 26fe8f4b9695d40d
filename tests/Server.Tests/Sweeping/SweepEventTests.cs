using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.Server.Tests.Sweeping;

/// <summary>A PingSource's event that asks for a sweep.</summary>
public class SweepEventTests
{
    [Fact]
    public async Task It_is_answered_when_everything_is_swept()
    {
        await using var function = await RunningFunction.StartAsync();
        Fill(function, 3);

        var first = await SendAsync(function, """{"sweep":{}}""");
        var labeled = function.LastOutcome();
        var second = await SendAsync(function, """{"other":[1],"sweep":{"namespaces":["shop"]}}""");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first, second));
        Assert.Equal((nameof(OutcomeReason.SweepLabeled), nameof(OutcomeReason.SweepUnchanged)), (labeled.Reason, function.LastOutcome().Reason));
        Assert.Equal((3, 3), (Labeled(function), function.Cluster.Requests.Writes));
    }

    [Theory]
    [InlineData("""{"hello":"world"}""", HttpStatusCode.Accepted, OutcomeReason.UnknownEventType)]
    [InlineData("""{"sweep":{"clusters":["unheard-of"]}}""", HttpStatusCode.UnprocessableEntity, OutcomeReason.UnknownCluster)]
    [InlineData("""{"sweep":{"namespace":["shop"]}}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    [InlineData("""{"sweep":{"namespaces":["../.."]}}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    [InlineData("""{"sweep":true}""", HttpStatusCode.BadRequest, OutcomeReason.MalformedData)]
    public async Task What_asks_for_nothing_that_can_be_done_costs_no_call(string data, HttpStatusCode status, OutcomeReason reason)
    {
        await using var function = await RunningFunction.StartAsync();

        Assert.Equal(status, await SendAsync(function, data));
        Assert.Equal(reason.ToString(), function.LastOutcome().Reason);
        Assert.Equal(0, function.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task A_stranger_has_nothing_swept()
    {
        await using var function = await RunningFunction.StartAsync(["Tagalong:Senders:Authentication=Anonymous"]);

        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(function, """{"sweep":{}}"""));
        Assert.Equal(0, function.Cluster.Requests.Reads);
    }

    [Fact]
    public async Task What_takes_too_long_is_gone_on_with_when_the_event_is_sent_again()
    {
        await using var function = await RunningFunction.StartAsync(
            ["Tagalong:Sweep:EventTimeout=00:00:01", "Tagalong:Limits:WritesPerSecond=10", "Tagalong:Limits:WriteBurst=1"]);
        Fill(function, 15);

        var statuses = new List<HttpStatusCode>();
        do
        {
            statuses.Add(await SendAsync(function, """{"sweep":{}}"""));
        }
        while (statuses[^1] == HttpStatusCode.ServiceUnavailable && statuses.Count < 60);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (statuses[0], statuses[^1]));
        Assert.Equal(15, Labeled(function));
        Assert.Contains(function.Outcomes(), outcome => outcome.Reason == nameof(OutcomeReason.SweepIncomplete));
    }

    private static async Task<HttpStatusCode> SendAsync(RunningFunction function, string data)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(data, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
            [("ce-specversion", "1.0"), ("ce-id", "1"), ("ce-source", "/apis/v1/namespaces/tagalong/pingsources/sweep"), ("ce-type", "dev.knative.sources.ping")])
        {
            message.Headers.Add(name, value);
        }

        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static int Labeled(RunningFunction function) => function.Cluster.Objects.List(ResourceKinds.ReplicaSet, "shop")
        .Count(value => (string?)value["metadata"]!["labels"]!["team"] == "payments");

    private static void Fill(RunningFunction function, int count)
    {
        var rollout = function.Cluster.Objects.Create(Parse(
            """{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","metadata":{"name":"web","namespace":"shop","labels":{"team":"payments"}}}"""), "kubectl");
        for (var number = 0; number < count; number++)
        {
            function.Cluster.Objects.Create(Parse($$$"""
                {"apiVersion":"apps/v1","kind":"ReplicaSet","metadata":{"name":"web-{{{number}}}","namespace":"shop","labels":{"app":"web"},
                "ownerReferences":[{"apiVersion":"argoproj.io/v1alpha1","kind":"Rollout","name":"web","uid":"{{{rollout["metadata"]!["uid"]}}}","controller":true}]},
                "spec":{"selector":{"matchLabels":{"app":"web"} },"template":{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{"name":"c","image":"i"}]} } } }
                """), "rollouts-controller");
        }
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
