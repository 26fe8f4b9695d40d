using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Writing;
using Tagalong.Testing;

namespace Tagalong.Server.Tests;

/// <summary>An API server that refuses, fails, hangs or breaks off: the sender is told what to do, and nothing is lost.</summary>
public class ApiFaultTests
{
    private static readonly RecordedRequest Added = Checkout.ReplicaSet;

    /// <summary>Patience with what passes, on a slow machine too, and none with what hangs or asks for a long wait.</summary>
    private static readonly string[] Impatient =
        ["Tagalong:ApiCalls:RetryDelay=00:00:00.01", "Tagalong:ApiCalls:RetryWindow=00:00:05", "Tagalong:ApiCalls:MaxRetries=2"];

    public static TheoryData<string, string> PassingFaults =>
        [.. from fault in new[] { "500", "503", "429", "hang", "cut", "cut half-way" } from verb in new[] { "get", "patch" } select (fault, verb)];

    [Theory]
    [MemberData(nameof(PassingFaults))]
    public async Task A_fault_that_passes_is_waited_out(string fault, string verb)
    {
        await using var function = await StartAsync(fault);
        function.Cluster.Faults.Add(FaultOf(fault, retryAfter: 0), request => request.Verb == verb, times: 1);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Labeled", function.LastOutcome().Kind);
        AssertLabeled(function.Cluster);
    }

    [Theory]
    [InlineData("401", "Unauthenticated", "Deferred")]
    [InlineData("403", "Forbidden", "Denied")]
    [InlineData("404", "KindNotServed", "Deferred")]
    [InlineData("409", "Contended", "Deferred")]
    [InlineData("429", "Throttled", "Deferred")]
    [InlineData("500", "ServerError", "Deferred")]
    [InlineData("503", "ServerError", "Deferred")]
    [InlineData("hang", "TimedOut", "Deferred")]
    [InlineData("cut", "Unreachable", "Deferred")]
    [InlineData("cut half-way", "Unreachable", "Deferred")]
    public async Task A_fault_that_stays_makes_the_sender_come_again_and_then_nothing_is_lost(string fault, string reason, string kind)
    {
        await using var function = await StartAsync(fault);
        var faulty = function.Cluster.Faults.Add(FaultOf(fault, retryAfter: 7), IsPatch);

        using var message = Added.ToMessage();
        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);
        faulty.Dispose();
        var again = await function.SendAsync(Added);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(fault == "429" ? "7" : "2", response.Headers.RetryAfter?.ToString());
        Assert.Equal((kind, reason), (function.Outcomes().First().Kind, function.Outcomes().First().Reason));
        Assert.Equal(HttpStatusCode.Accepted, again);
        AssertLabeled(function.Cluster);
    }

    [Theory]
    [InlineData("401", "Unauthenticated")]
    [InlineData("403", "Forbidden")]
    [InlineData("404", "KindNotServed")]
    [InlineData("500", "ServerError")]
    [InlineData("hang", "TimedOut")]
    public async Task An_owner_that_cannot_be_read_leads_to_no_write(string fault, string reason)
    {
        await using var function = await StartAsync(fault);
        function.Cluster.Faults.Add(FaultOf(fault, retryAfter: 1), request => request.Resource == "rollouts");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await function.SendAsync(Added));

        Assert.Equal(reason, function.LastOutcome().Reason);
        Assert.Equal(0, function.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task An_owner_that_does_not_exist_leads_to_no_write()
    {
        await using var function = await StartAsync();
        function.Cluster.Objects.Delete(ResourceKinds.Rollout, "shop", "checkout", Propagation.Orphan);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Gone/OwnerGone 1r 0w", function.LastOutcome().ToString());
        Assert.Equal(0, function.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task An_owner_of_the_same_name_and_another_uid_is_not_the_owner()
    {
        await using var function = await StartAsync();
        var successor = function.Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        successor["metadata"]!["uid"] = "00000000-0000-0000-0000-000000000000";
        function.Cluster.Objects.Seed(successor);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Gone/OwnerReplaced 1r 0w", function.LastOutcome().ToString());
    }

    [Fact]
    public async Task An_object_that_is_gone_is_not_made_again()
    {
        await using var function = await StartAsync();
        function.Cluster.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96");

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Gone", function.LastOutcome().Kind);
        Assert.Null(function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96"));
    }

    [Fact]
    public async Task An_object_that_was_made_anew_is_left_to_its_own_events()
    {
        await using var function = await StartAsync();
        var successor = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        successor["metadata"]!["uid"] = "00000000-0000-0000-0000-000000000000";
        function.Cluster.Objects.Seed(successor);
        var before = ClusterLabels.In(function.Cluster);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Gone/ObjectReplaced", function.LastOutcome().ToString().Split(' ')[0]);
        Assert.Equal(before, ClusterLabels.In(function.Cluster));
    }

    [Fact]
    public async Task Labels_that_the_API_server_finds_invalid_are_the_events_fault()
    {
        await using var function = await StartAsync();
        function.Cluster.Faults.Add(Fault.Status(422, "Invalid", "metadata.labels: Invalid value"), IsPatch);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await function.SendAsync(Added));
        Assert.Equal("Rejected/Invalid", function.LastOutcome().ToString().Split(' ')[0]);
    }

    [Fact]
    public async Task A_label_value_of_64_characters_is_skipped_and_the_others_are_written()
    {
        await using var function = await StartAsync();
        var rollout = function.Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        rollout["metadata"]!["labels"]!["team"] = new string('x', 64);
        function.Cluster.Objects.Seed(rollout);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        var outcome = function.LastOutcome();
        Assert.Contains("+cost-center", outcome.Changes);
        Assert.DoesNotContain("+team", outcome.Changes);
        Assert.Contains("team (InvalidValue: has a value of 64 characters, 63 are allowed)", outcome.Kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_somebody_sets_between_the_event_and_the_write_is_theirs()
    {
        await using var function = await StartAsync();
        var theirs = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        theirs["metadata"]!["labels"]!["team"] = "platform";
        theirs["metadata"]!["labels"]!["cost-center"] = "theirs";
        function.Cluster.Objects.Update(theirs, "kubectl-label");

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        var outcome = function.LastOutcome();
        Assert.Equal(["+app.kubernetes.io/name", "+app.kubernetes.io/part-of", "+role"], outcome.Changes);
        Assert.Contains("cost-center (OwnedByAnother: kubectl-label)", outcome.Kept, StringComparison.Ordinal);
        Assert.Contains("team (OwnedByAnother: kubectl-label)", outcome.Kept, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Writes);
        var labels = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!["metadata"]!["labels"]!;
        Assert.Equal(("platform", "theirs"), ((string?)labels["team"], (string?)labels["cost-center"]));
    }

    [Fact]
    public async Task Where_others_own_all_that_there_was_to_write_nothing_is_written()
    {
        await using var function = await StartAsync();
        var theirs = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        foreach (var key in (string[])["app.kubernetes.io/name", "app.kubernetes.io/part-of", "cost-center", "role", "team"])
        {
            theirs["metadata"]!["labels"]![key] = "theirs";
        }

        function.Cluster.Objects.Update(theirs, "kubectl-label");
        var before = ClusterLabels.In(function.Cluster);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        Assert.Equal("Unchanged/AlreadyLabeled", function.LastOutcome().ToString().Split(' ')[0]);
        Assert.Equal(before, ClusterLabels.In(function.Cluster));
    }

    [Fact]
    public async Task Nothing_but_labels_is_ever_written()
    {
        await using var function = await StartAsync();
        var before = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;

        await function.SendAsync(Added);

        var after = function.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        Assert.False(JsonNode.DeepEquals(before["metadata"]!["labels"], after["metadata"]!["labels"]));
        foreach (var value in (JsonObject[])[before, after])
        {
            foreach (var name in (string[])["labels", "managedFields", "resourceVersion"])
            {
                value["metadata"]!.AsObject().Remove(name);
            }
        }

        Assert.True(JsonNode.DeepEquals(before, after));
    }

    [Fact]
    public async Task A_dead_API_server_is_waited_for_by_the_sender_and_found_again()
    {
        await using var function = await StartAsync();
        await function.Cluster.StopAsync();

        var whileDead = await function.SendAsync(Added);
        await function.Cluster.RestartAsync(TestContext.Current.CancellationToken);
        var afterwards = await function.SendAsync(Added);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (whileDead, afterwards));
        AssertLabeled(function.Cluster);
    }

    [Fact]
    public async Task The_account_of_the_labeler_may_do_no_more_than_it_needs()
    {
        var options = new DevApiServerOptions { Users = { await ShippedRights.UserOfDevClusterAsync("labeler-token") } };
        await using var cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        Checkout.Seed(cluster);
        await using var function = await RunningFunction.StartAsync(cluster: cluster, user: ShippedRights.User);

        Assert.Equal(HttpStatusCode.Accepted, await function.SendAsync(Added));

        AssertLabeled(cluster);
        Assert.All(cluster.Requests.Snapshot(), request => Assert.Equal(200, request.StatusCode));
    }

    [Fact]
    public async Task No_token_and_no_body_reaches_a_log_line_or_an_answer()
    {
        await using var function = await StartAsync();
        function.Cluster.Faults.Add(FaultOf("500", 1), IsPatch);

        using var message = Added.ToMessage();
        using var response = await function.Client.SendAsync(message, TestContext.Current.CancellationToken);

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var told = string.Join('\n', function.Logs.GetSnapshot().Select(record => record.Message + record.Exception).Append(answer));
        Assert.DoesNotContain(function.Cluster.AdminToken, told, StringComparison.Ordinal);
        Assert.DoesNotContain("registry.example", told, StringComparison.Ordinal);
    }

    private static async Task<RunningFunction> StartAsync(string fault = "")
    {
        var function = await RunningFunction.StartAsync([.. Impatient, $"Tagalong:ApiCalls:AttemptTimeout=00:00:{(fault == "hang" ? "01.5" : "30")}"]);
        Checkout.Seed(function.Cluster);
        return function;
    }

    private static Fault FaultOf(string name, int retryAfter) => name switch
    {
        "401" => Fault.Status(401, "Unauthorized", "Unauthorized"),
        "403" => Fault.Status(403, "Forbidden", "forbidden"),
        "404" => Fault.Status(404, "NotFound", "the server could not find the requested resource"),
        "409" => Fault.Status(409, "Conflict", "the object has been modified; please apply your changes to the latest version and try again"),
        "429" => Fault.TooManyRequests(retryAfter),
        "500" => Fault.Status(500, "InternalError", "Internal error occurred"),
        "503" => Fault.Status(503, "ServiceUnavailable", "the server is currently unable to handle the request"),
        "hang" => Fault.Hang(),
        "cut" => Fault.CutBeforeResponse(),
        "cut half-way" => Fault.CutHalfway(),
        _ => throw new ArgumentException($"'{name}' is no fault.", nameof(name)),
    };

    private static bool IsPatch(RequestRecord request) => request.Verb == "patch";

    private static void AssertLabeled(DevApiServer cluster) => Assert.Equal(
        "app=checkout,app.kubernetes.io/name=checkout,app.kubernetes.io/part-of=shop,cost-center=cc-1042,role=stable,rollouts-pod-template-hash=8668bffb96,team=payments,tier=web,version=v2",
        ClusterLabels.In(cluster)["ReplicaSet/checkout-8668bffb96"]);
}
