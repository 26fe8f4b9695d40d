using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;
using Tagalong.Testing.Running;

namespace Tagalong.Hosting.Tests.OutcomeEvents;

/// <summary>The event of an outcome in the answer, as a broker takes it.</summary>
public class ReplyTests
{
    private const string Producer = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task The_response_to_an_event_that_wrote_labels_is_the_outcome_event()
    {
        await using var function = await StartAsync("Tagalong:OutcomeEvents:Reply=true");

        using var response = await ExchangeAsync(function, Checkout.ReplicaSet, ("ce-traceparent", Producer), ("ce-tracestate", "vendor=state"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var told = await ReceivedEvent.OfAsync(response);
        await OutcomeEventSchema.AssertIsValidAsync(told);
        Assert.Equal(
            ("dev.tagalong.labels.applied", "/tagalong", "/apis/apps/v1/namespaces/shop/replicasets/checkout-8668bffb96"),
            (told["type"], told["source"], told["subject"]));
        Assert.Equal(("0af7651916cd43dd8448eb211c80319c", "vendor=state"), (told["traceparent"].Split('-')[1], told["tracestate"]));
        Assert.Equal(("Labeled", "Applied", "payments"), ((string?)told.Data["outcome"], (string?)told.Data["reason"], (string?)told.Data["added"]!["team"]));
        Assert.Equal(Checkout.ReplicaSet.Headers["Ce-Id"], (string?)told.Data["trigger"]!["id"]);
        Assert.Equal(
            (string?)function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!["metadata"]!["resourceVersion"],
            (string?)told.Data["object"]!["resourceVersion"]);
    }

    [Fact]
    public async Task A_reply_that_comes_back_as_an_event_is_accepted_and_ends_there()
    {
        await using var function = await StartAsync("Tagalong:OutcomeEvents:Reply=true");
        using var response = await ExchangeAsync(function, Checkout.ReplicaSet);
        var told = await ReceivedEvent.OfAsync(response);
        using var message = told.ToMessage();

        using var again = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal("", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(again.Headers, header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(("Ignored", "OwnEvent"), (function.LastOutcome().Kind, function.LastOutcome().Reason));
    }

    [Fact]
    public async Task The_response_to_an_event_that_changes_nothing_is_empty()
    {
        await using var function = await StartAsync("Tagalong:OutcomeEvents:Reply=true");
        await function.SendAsync(Checkout.ReplicaSet);

        foreach (var request in (RecordedRequest[])[Checkout.ReplicaSet, Checkout.Rollout])
        {
            using var response = await ExchangeAsync(function, request);

            Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
            Assert.Equal(0, response.Content.Headers.ContentLength);
        }
    }

    [Fact]
    public async Task When_others_own_all_labels_the_reply_names_the_owner()
    {
        await using var function = await StartAsync("Tagalong:OutcomeEvents:Reply=true");
        var theirs = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        foreach (var key in (string[])["app.kubernetes.io/name", "app.kubernetes.io/part-of", "cost-center", "role", "team"])
        {
            theirs["metadata"]!["labels"]![key] = "theirs";
        }

        function.Cluster.Objects.Update(theirs, "kubectl-label");

        using var response = await ExchangeAsync(function, Checkout.ReplicaSet);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var told = await ReceivedEvent.OfAsync(response);
        await OutcomeEventSchema.AssertIsValidAsync(told);
        Assert.Equal("dev.tagalong.labels.kept", told["type"]);
        Assert.Contains(told.Data["kept"]!.AsArray(), label => (string?)label!["key"] == "team" && (string?)label["owner"] == "kubectl-label");
    }

    [Fact]
    public async Task Failures_batches_and_functions_without_Reply_have_the_usual_response()
    {
        await using var silent = await StartAsync();
        Assert.Equal(HttpStatusCode.Accepted, await silent.SendAsync(Checkout.ReplicaSet));

        await using var function = await StartAsync("Tagalong:OutcomeEvents:Reply=true");
        using (function.Cluster.Faults.Add(Fault.Status(403, "Forbidden", "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\""), request => request.Verb == "patch"))
        {
            using var denied = await ExchangeAsync(function, Checkout.ReplicaSet);
            Assert.Equal(
                (HttpStatusCode.ServiceUnavailable, "application/problem+json"), (denied.StatusCode, denied.Content.Headers.ContentType?.MediaType));
        }

        var one = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = "1",
            ["source"] = "/test",
            ["type"] = Checkout.ReplicaSet.Headers["Ce-Type"],
            ["data"] = JsonNode.Parse(Checkout.ReplicaSet.Body),
        };
        var other = one.DeepClone().AsObject();
        other["id"] = "2";
        using var batch = new StringContent(new JsonArray(one, other).ToJsonString(), Encoding.UTF8, "application/cloudevents-batch+json");
        using var response = await function.PostAsync(batch);
        Assert.Equal((HttpStatusCode.Accepted, 0L), (response.StatusCode, response.Content.Headers.ContentLength));
    }

    private static async Task<RunningServer> StartAsync(params string[] settings)
    {
        var function = await RunningServer.StartAsync(settings);
        Checkout.Seed(function.Cluster);
        return function;
    }

    private static async Task<HttpResponseMessage> ExchangeAsync(RunningServer function, RecordedRequest request, params (string Name, string Value)[] headers)
    {
        using var message = request.ToMessage();
        foreach (var (name, value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
    }
}
