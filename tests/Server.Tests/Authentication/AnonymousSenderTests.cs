using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Authentication;

/// <summary>Strangers, where the settings let them in: their events are looked at, and never believed.</summary>
public class AnonymousSenderTests
{
    private const string Labels =
        "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,role=stable,rollouts-pod-template-hash=8668bffb96,team=payments,tier=web,version=v2";

    public static TheoryData<string> Forgeries =>
        ["labels of a template", "another owner", "no owner", "a newer version", "labelled already", "owned labels", "all of it"];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_event_causes_only_what_the_live_objects_need(string forgery)
    {
        await using var function = await StartAsync();

        var status = await function.SendAsync(Checkout.ReplicaSet, Forged(forgery));

        Assert.Equal(HttpStatusCode.Accepted, status);
        Assert.Equal(Labels, ClusterLabels.In(function.Cluster)["ReplicaSet/checkout-8668bffb96"]);
        Assert.Equal((2, 1), (function.LastOutcome().Reads, function.LastOutcome().Writes));
    }

    [Theory]
    [InlineData("another uid")]
    [InlineData("everything")]
    public async Task A_forged_event_with_another_uid_causes_nothing_and_does_not_affect_the_next_genuine_event(string forgery)
    {
        await using var function = await StartAsync();

        var status = await function.SendAsync(Checkout.ReplicaSet, Forged(forgery));
        var (outcome, writes) = (function.LastOutcome(), function.Cluster.Requests.Writes);
        await function.SendAsync(Checkout.ReplicaSet);

        Assert.Equal((HttpStatusCode.Accepted, "ObjectReplaced", 0), (status, outcome.Reason, writes));
        Assert.Equal(Labels, ClusterLabels.In(function.Cluster)["ReplicaSet/checkout-8668bffb96"]);
    }

    [Theory]
    [InlineData("another uid")]
    [InlineData("everything")]
    [MemberData(nameof(Forgeries))]
    public async Task A_forged_event_of_an_object_that_has_its_labels_changes_nothing(string forgery)
    {
        await using var function = await StartAsync();
        await function.SendAsync(Checkout.ReplicaSet);
        var before = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!.ToJsonString();
        var writes = function.Cluster.Requests.Writes;

        await function.SendAsync(Checkout.ReplicaSet, Forged(forgery));
        await function.SendAsync(Checkout.ReplicaSet);

        Assert.Equal(writes, function.Cluster.Requests.Writes);
        Assert.Equal(before, function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!.ToJsonString());
    }

    [Fact]
    public async Task A_forged_event_of_a_Rollout_does_not_copy_its_labels_to_the_children()
    {
        await using var function = await StartAsync();
        var rollout = JsonNode.Parse(Checkout.Rollout.Body)!;
        rollout["metadata"]!["labels"]!["team"] = "intruders";
        rollout["metadata"]!["resourceVersion"] = "999999999";

        await function.SendAsync(Checkout.Rollout, Encoding.UTF8.GetBytes(rollout.ToJsonString()));
        await function.SendAsync(Checkout.ReplicaSet);

        Assert.Equal(Labels, ClusterLabels.In(function.Cluster)["ReplicaSet/checkout-8668bffb96"]);
    }

    [Theory]
    [InlineData("a label")]
    [InlineData("no labels")]
    [InlineData("another uid")]
    [InlineData("another namespace")]
    public async Task A_forged_event_of_a_Rollout_whose_children_are_up_to_date_changes_none_of_them(string forgery)
    {
        await using var function = await StartAsync();
        await function.SendAsync(Checkout.ReplicaSet);
        var (before, writes) = (ReplicaSetIn(function), function.Cluster.Requests.Writes);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Checkout.Rollout, ForgedRollout(forgery)));
        }

        Assert.Equal((before, writes), (ReplicaSetIn(function), function.Cluster.Requests.Writes));
    }

    [Fact]
    public async Task A_forged_event_of_a_relabeled_Rollout_copies_the_live_labels_to_the_children()
    {
        await using var function = await StartAsync();
        await function.SendAsync(Checkout.ReplicaSet);
        var live = function.Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        live["metadata"]!["labels"]!["team"] = "billing";
        function.Cluster.Objects.Update(live, "kubectl-label");

        await function.SendAsync(Checkout.Rollout, ForgedRollout("a label"));

        Assert.Equal("ChildrenLabeled", function.LastOutcome().Reason);
        Assert.Equal(Labels.Replace("team=payments", "team=billing", StringComparison.Ordinal), ClusterLabels.In(function.Cluster)["ReplicaSet/checkout-8668bffb96"]);
    }

    [Theory]
    [InlineData("deletion")]
    [InlineData("deletion of the Rollout")]
    [InlineData("being deleted")]
    [InlineData("another namespace")]
    [InlineData("another name")]
    public async Task A_forged_deletion_or_namespace_changes_nothing_and_does_not_affect_the_next_genuine_event(string forgery)
    {
        await using var function = await StartAsync();
        var before = ReplicaSetIn(function);
        var (request, shown) = forgery == "deletion of the Rollout" ? (Checkout.Rollout, JsonNode.Parse(Checkout.Rollout.Body)!) : (Checkout.ReplicaSet, JsonNode.Parse(Checkout.ReplicaSet.Body)!);
        using var message = request.ToMessage();
        if (forgery.StartsWith("deletion", StringComparison.Ordinal))
        {
            message.Headers.Remove("ce-type");
            message.Headers.Add("ce-type", "dev.knative.apiserver.resource.delete");
        }
        else
        {
            var (member, value) = forgery switch { "being deleted" => ("deletionTimestamp", "2026-01-01T00:00:00Z"), "another namespace" => ("namespace", "kube-system"), _ => ("name", "somebody-else") };
            shown["metadata"]![member] = value;
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(shown.ToJsonString())) { Headers = { { "Content-Type", "application/json" } } };
        }

        using var answer = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        // An end that the live object has not met is no end: what it calls for is done all the same.
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(forgery == "being deleted", ReplicaSetIn(function) != before);
        await function.SendAsync(Checkout.ReplicaSet);
        Assert.Equal(Labels, ClusterLabels.In(function.Cluster)["ReplicaSet/checkout-8668bffb96"]);
    }

    [Fact]
    public async Task Credentials_that_are_sent_must_be_valid_and_then_authenticate_the_sender()
    {
        await using var issuer = await FakeIssuer.StartAsync();
        await using var function = await Sending.StartAsync([.. issuer.Settings(), "Tagalong:Senders:Authentication=Anonymous"]);

        var wrong = await function.StatusOfTokenAsync(issuer.Token(token => token.Audience = "somebody-else"));
        var good = await function.StatusOfTokenAsync(issuer.Token());
        var readsOfTheKnown = function.LastOutcome().Reads;
        var none = await function.SendAsync(Checkout.ReplicaSet);

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Accepted, HttpStatusCode.Accepted), (wrong, good, none));
        Assert.Equal(1, readsOfTheKnown);
    }

    [Fact]
    public async Task Credentials_that_cannot_be_checked_are_ignored()
    {
        await using var function = await StartAsync();

        using var answer = await function.AnswerToAsync(("Authorization", "Bearer whatever"), ("X-Api-Key", "whatever"));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Equal(2, function.LastOutcome().Reads);
    }

    private static Task<RunningFunction> StartAsync() => Sending.StartAsync(["Tagalong:Senders:Authentication=Anonymous"]);

    private static string ReplicaSetIn(RunningFunction function) =>
        function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!.ToJsonString();

    /// <summary>A Rollout that claims to be newer than the live one, and more than that.</summary>
    private static byte[] ForgedRollout(string forgery)
    {
        var shown = JsonNode.Parse(Checkout.Rollout.Body)!;
        var metadata = shown["metadata"]!;
        metadata["resourceVersion"] = "999999999999";
        metadata["labels"] = forgery == "no labels" ? new JsonObject() : new JsonObject { ["team"] = "intruders", ["intruders"] = "here" };
        if (forgery == "another uid")
        {
            metadata["uid"] = "00000000-0000-0000-0000-000000000000";
        }

        if (forgery == "another namespace")
        {
            metadata["namespace"] = "kube-system";
        }

        return Encoding.UTF8.GetBytes(shown.ToJsonString());
    }

    private static byte[] Forged(string forgery)
    {
        var shown = JsonNode.Parse(Checkout.ReplicaSet.Body)!;
        var metadata = shown["metadata"]!.AsObject();
        var all = forgery is "everything" or "all of it";
        if (forgery is "everything" or "another uid")
        {
            metadata["uid"] = "00000000-0000-0000-0000-000000000000";
        }

        if (all || forgery == "labels of a template")
        {
            shown["spec"]!["template"]!["metadata"]!["labels"]!["team"] = "intruders";
            shown["spec"]!["template"]!["metadata"]!["labels"]!["intruders"] = "here";
        }

        if (all || forgery == "another owner")
        {
            metadata["ownerReferences"]![0]!["name"] = "somebody-else";
            metadata["ownerReferences"]![0]!["uid"] = "00000000-0000-0000-0000-000000000000";
        }

        if (forgery == "no owner")
        {
            metadata.Remove("ownerReferences");
        }

        if (all || forgery == "a newer version")
        {
            metadata["resourceVersion"] = "999999999999";
        }

        if (all || forgery == "labelled already")
        {
            metadata["labels"]!["team"] = "payments";
            metadata["labels"]!["cost-center"] = "cc-1042";
        }

        if (all || forgery == "owned labels")
        {
            metadata["managedFields"] = JsonNode.Parse(
                """[{"manager":"tagalong","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{"f:metadata":{"f:labels":{"f:app":{},"f:tier":{}}}}}]""");
        }

        return Encoding.UTF8.GetBytes(shown.ToJsonString());
    }
}
