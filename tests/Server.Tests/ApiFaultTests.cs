using System.Net;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Requests;
using Tagalong.DevCluster.Writing;
using Tagalong.Testing;
using Tagalong.Testing.Running;

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
    public async Task A_temporary_error_is_retried(string fault, string verb)
    {
        await using var server = await StartAsync(fault);
        server.Cluster.Faults.Add(FaultOf(fault, retryAfter: 0), request => request.Verb == verb, times: 1);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Labeled", server.LastOutcome().Kind);
        AssertLabeled(server.Cluster);
    }

    [Theory]
    [InlineData("401", "Unauthenticated", "Deferred")]
    [InlineData("403", "Forbidden", "Denied")]
    [InlineData("404", "KindNotServed", "Deferred")]
    [InlineData("409", "Contended", "Deferred")]
    [InlineData("429", "Throttled", "Deferred")]
    [InlineData("500", "WriteFailed", "Deferred")]
    [InlineData("503", "ServerError", "Deferred")]
    [InlineData("hang", "TimedOut", "Deferred")]
    [InlineData("cut", "Unreachable", "Deferred")]
    [InlineData("cut half-way", "Unreachable", "Deferred")]
    public async Task A_lasting_error_makes_the_sender_retry_and_no_event_is_lost(string fault, string reason, string kind)
    {
        await using var server = await StartAsync(fault);
        var faulty = server.Cluster.Faults.Add(FaultOf(fault, retryAfter: 7), IsPatch);

        using var message = Added.ToMessage();
        using var response = await server.Client.SendAsync(message, TestContext.Current.CancellationToken);
        faulty.Dispose();
        var again = await server.SendAsync(Added);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(fault == "429" ? "7" : "2", response.Headers.RetryAfter?.ToString());
        Assert.Equal((kind, reason), (server.Outcomes().First().Kind, server.Outcomes().First().Reason));
        Assert.Equal(HttpStatusCode.Accepted, again);
        AssertLabeled(server.Cluster);
    }

    [Theory]
    [InlineData("401", "Unauthenticated")]
    [InlineData("403", "Forbidden")]
    [InlineData("404", "KindNotServed")]
    [InlineData("500", "ServerError")]
    [InlineData("hang", "TimedOut")]
    public async Task An_owner_that_cannot_be_read_leads_to_no_write(string fault, string reason)
    {
        await using var server = await StartAsync(fault);
        server.Cluster.Faults.Add(FaultOf(fault, retryAfter: 1), request => request.Resource == "rollouts");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await server.SendAsync(Added));

        Assert.Equal(reason, server.LastOutcome().Reason);
        Assert.Equal(0, server.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task An_owner_that_does_not_exist_leads_to_no_write()
    {
        await using var server = await StartAsync();
        server.Cluster.Objects.Delete(ResourceKinds.Rollout, "shop", "checkout", Propagation.Orphan);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Gone/OwnerGone 1r 0w", server.LastOutcome().ToString());
        Assert.Equal(0, server.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task An_owner_of_the_same_name_and_another_uid_is_not_the_owner()
    {
        await using var server = await StartAsync();
        var successor = server.Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        successor["metadata"]!["uid"] = "00000000-0000-0000-0000-000000000000";
        server.Cluster.Objects.Seed(successor);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Gone/OwnerReplaced 1r 0w", server.LastOutcome().ToString());
    }

    [Fact]
    public async Task A_deleted_object_is_not_recreated()
    {
        await using var server = await StartAsync();
        server.Cluster.Objects.Delete(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96");

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Gone", server.LastOutcome().Kind);
        Assert.Null(server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96"));
    }

    [Fact]
    public async Task A_recreated_object_is_left_to_its_own_events()
    {
        await using var server = await StartAsync();
        var successor = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        successor["metadata"]!["uid"] = "00000000-0000-0000-0000-000000000000";
        server.Cluster.Objects.Seed(successor);
        var before = ClusterLabels.In(server.Cluster);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Gone/ObjectReplaced", server.LastOutcome().ToString().Split(' ')[0]);
        Assert.Equal(before, ClusterLabels.In(server.Cluster));
    }

    [Fact]
    public async Task An_event_with_labels_that_the_API_server_rejects_is_rejected()
    {
        await using var server = await StartAsync();
        server.Cluster.Faults.Add(Fault.Status(422, "Invalid", "metadata.labels: Invalid value"), IsPatch);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, await server.SendAsync(Added));
        Assert.Equal("Rejected/Invalid", server.LastOutcome().ToString().Split(' ')[0]);
    }

    [Theory]
    [InlineData(403, "Forbidden", "admission webhook \"validation.gatekeeper.sh\" denied the request: [must-have-owner] label owner is required")]
    [InlineData(400, "", "admission webhook \"validate.kyverno.svc-fail\" denied the request: require-owner")]
    [InlineData(422, "Invalid", "replicasets.apps \"checkout-8668bffb96\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no")]
    [InlineData(403, "Forbidden", "replicasets.apps \"checkout-8668bffb96\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no")]
    public async Task An_event_of_an_object_that_admission_denies_is_rejected_with_the_message(int code, string reason, string message)
    {
        await using var server = await StartAsync();
        server.Cluster.Faults.Add(Fault.Status(code, reason, message), IsPatch);

        using var sent = Added.ToMessage();
        using var response = await server.Client.SendAsync(sent, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal(message, (string?)JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["detail"]);
        Assert.Equal("Rejected/Invalid", server.LastOutcome().ToString().Split(' ')[0]);
        Assert.Equal(1, server.Cluster.Requests.Writes);
    }

    [Fact]
    public async Task A_label_value_of_64_characters_is_skipped_and_the_others_are_written()
    {
        await using var server = await StartAsync();
        var rollout = server.Cluster.Objects.Get(ResourceKinds.Rollout, "shop", "checkout")!;
        rollout["metadata"]!["labels"]!["team"] = new string('x', 64);
        server.Cluster.Objects.Seed(rollout);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        var outcome = server.LastOutcome();
        Assert.Contains("+cost-center", outcome.Changes);
        Assert.DoesNotContain("+team", outcome.Changes);
        Assert.Contains("team (InvalidValue: has a value of 64 characters, 63 are allowed)", outcome.Kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_another_manager_sets_between_event_and_write_is_kept()
    {
        await using var server = await StartAsync();
        var theirs = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        theirs["metadata"]!["labels"]!["team"] = "platform";
        theirs["metadata"]!["labels"]!["cost-center"] = "theirs";
        server.Cluster.Objects.Update(theirs, "kubectl-label");

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        var outcome = server.LastOutcome();
        Assert.Equal(["+app.kubernetes.io/name", "+app.kubernetes.io/part-of", "+role"], outcome.Changes);
        Assert.Contains("cost-center (OwnedByAnother: kubectl-label)", outcome.Kept, StringComparison.Ordinal);
        Assert.Contains("team (OwnedByAnother: kubectl-label)", outcome.Kept, StringComparison.Ordinal);
        Assert.Equal(2, outcome.Writes);
        var labels = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!["metadata"]!["labels"]!;
        Assert.Equal(("platform", "theirs"), ((string?)labels["team"], (string?)labels["cost-center"]));
    }

    [Fact]
    public async Task If_other_managers_own_all_labels_nothing_is_written()
    {
        await using var server = await StartAsync();
        var theirs = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
        foreach (var key in (string[])["app.kubernetes.io/name", "app.kubernetes.io/part-of", "cost-center", "role", "team"])
        {
            theirs["metadata"]!["labels"]![key] = "theirs";
        }

        server.Cluster.Objects.Update(theirs, "kubectl-label");
        var before = ClusterLabels.In(server.Cluster);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        Assert.Equal("Unchanged/AlreadyLabeled", server.LastOutcome().ToString().Split(' ')[0]);
        Assert.Equal(before, ClusterLabels.In(server.Cluster));
    }

    [Fact]
    public async Task Nothing_but_labels_is_ever_written()
    {
        await using var server = await StartAsync();
        var before = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;

        await server.SendAsync(Added);

        var after = server.Cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-8668bffb96")!;
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
    public async Task Events_for_an_unreachable_API_server_are_retried_by_the_sender()
    {
        await using var server = await StartAsync();
        await server.Cluster.StopAsync();

        var whileDead = await server.SendAsync(Added);
        await server.Cluster.RestartAsync(TestContext.Current.CancellationToken);
        var afterwards = await server.SendAsync(Added);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.Accepted), (whileDead, afterwards));
        AssertLabeled(server.Cluster);
    }

    [Fact]
    public async Task The_shipped_rights_are_sufficient_and_minimal()
    {
        var options = new DevApiServerOptions { Users = { await ShippedRights.UserOfDevClusterAsync("labeler-token") } };
        await using var cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        Checkout.Seed(cluster);
        await using var server = await RunningServer.StartAsync(cluster: cluster, user: ShippedRights.User);

        Assert.Equal(HttpStatusCode.Accepted, await server.SendAsync(Added));

        AssertLabeled(cluster);
        Assert.All(cluster.Requests.Snapshot(), request => Assert.Equal(200, request.StatusCode));
    }

    [Fact]
    public async Task No_token_or_body_appears_in_a_log_line_or_a_response()
    {
        await using var server = await StartAsync();
        server.Cluster.Faults.Add(FaultOf("500", 1), IsPatch);

        using var message = Added.ToMessage();
        using var response = await server.Client.SendAsync(message, TestContext.Current.CancellationToken);

        var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var told = string.Join('\n', server.Logs.GetSnapshot().Select(record => record.Message + record.Exception).Append(answer));
        Assert.DoesNotContain(server.Cluster.AdminToken, told, StringComparison.Ordinal);
        Assert.DoesNotContain("registry.example", told, StringComparison.Ordinal);
    }

    private static async Task<RunningServer> StartAsync(string fault = "")
    {
        var server = await RunningServer.StartAsync([.. Impatient, $"Tagalong:ApiCalls:AttemptTimeout=00:00:{(fault == "hang" ? "01.5" : "30")}"]);
        Checkout.Seed(server.Cluster);
        return server;
    }

    private static Fault FaultOf(string name, int retryAfter) => name switch
    {
        "401" => Fault.Status(401, "Unauthorized", "Unauthorized"),
        "403" => Fault.Status(403, "Forbidden", "replicasets.apps \"x\" is forbidden: User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\""),
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
