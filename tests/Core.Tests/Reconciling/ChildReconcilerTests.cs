using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Reconciling;

/// <summary>A relabelled Rollout has its children follow, and whatever else happens to it costs no call.</summary>
public sealed class ChildReconcilerTests : IAsyncLifetime
{
    private DevApiServer _cluster = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new DevApiServerOptions();
        options.Users.Add(new DevUser("no-lists", "no-lists", [new AccessRule(["get", "patch"], "*", ["*"])]));
        _cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        _shop = new Shop(_cluster);
        _shop.CreateRollout("checkout", replicaSets: 3);
        _shop.Create("Experiment", "checkout-exp", "", owner: "Rollout/checkout");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_relabelled_Rollout_takes_one_read_one_page_a_kind_and_one_write_a_child()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, new ChildCounts(4, 4, 4, 0, 0)), (outcome.Reason, outcome.Children));
        Assert.Equal((3, 4), (outcome.Reads, outcome.Writes));
        Assert.Equal(["get rollouts", "list experiments", "list replicasets", "patch experiments", "patch replicasets", "patch replicasets", "patch replicasets"], Requests());
        Assert.Equal((3, 1), (_shop.Count("ReplicaSet", "team", "platform"), _shop.Count("Experiment", "team", "platform")));
    }

    [Fact]
    public async Task Labels_that_go_or_have_another_value_follow_likewise()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "cost-center", "1");
        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        _shop.Relabel("Rollout", "checkout", "cost-center", null);
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        _cluster.Requests.Clear();

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, new ChildCounts(4, 4, 0, 4, 4)), (outcome.Reason, outcome.Children));
        Assert.Equal((3, 4), (_cluster.Requests.Reads, _cluster.Requests.Writes));
        Assert.Equal("app=checkout,team=platform", _shop.LabelsOf("ReplicaSet", "checkout-0"));
    }

    [Fact]
    public async Task The_same_event_again_costs_nothing_and_in_another_process_no_write()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        await using var another = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        var again = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        var elsewhere = await another.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.NotRelabeled, 0, 0), (again.Reason, again.Reads, again.Writes));
        Assert.Equal((OutcomeReason.ChildrenUnchanged, new ChildCounts(4, 0, 0, 0, 0), 3, 0), (elsewhere.Reason, elsewhere.Children, elsewhere.Reads, elsewhere.Writes));
    }

    [Fact]
    public async Task Status_updates_cost_no_call_neither_before_nor_after_a_relabelling()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        for (var i = 0; i < 5; i++)
        {
            _shop.ChangeStatus("Rollout", "checkout", $$"""{"replicas":{{i}}}""");
            Assert.Equal(OutcomeReason.NotRelabeled, (await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"))).Reason);
        }

        Assert.Empty(Requests());
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        _cluster.Requests.Clear();
        for (var i = 5; i < 10; i++)
        {
            _shop.ChangeStatus("Rollout", "checkout", $$"""{"replicas":{{i}}}""");
            Assert.Equal(OutcomeReason.NotRelabeled, (await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"))).Reason);
        }

        Assert.Empty(Requests());
    }

    [Theory]
    [InlineData("add")]
    [InlineData("update")]
    public async Task The_creation_of_a_Rollout_costs_no_call(string change)
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Create("Rollout", "new", "team=payments");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "new", change));

        Assert.Equal(OutcomeReason.NotRelabeled, outcome.Reason);
        Assert.Empty(Requests());
    }

    [Fact]
    public async Task A_Rollout_that_is_first_met_when_a_child_has_already_got_older_labels_has_it_follow()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Create("Rollout", "new", "team=payments");
        _shop.Create("ReplicaSet", "new-1", "app=checkout", owner: "Rollout/new");
        await labeler.HandleAsync(_shop.EventOf("ReplicaSet", "new-1", "add"));

        // The creator relabels within the second, of which managed fields show nothing, and the watch tells of both as one.
        _shop.Relabel("Rollout", "new", "team", "platform", manager: "rollouts-controller");
        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "new", "add"));

        Assert.Equal(OutcomeReason.ChildrenLabeled, outcome.Reason);
        Assert.Equal("app=checkout,team=platform", _shop.LabelsOf("ReplicaSet", "new-1"));
    }

    [Fact]
    public async Task The_list_with_which_a_watch_begins_costs_no_call()
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout", "add"));

        Assert.Equal(OutcomeReason.NotRelabeled, outcome.Reason);
        Assert.Empty(Requests());
    }

    [Fact]
    public async Task A_label_that_was_taken_away_is_noticed_by_a_process_that_never_saw_it()
    {
        await using var before = RunningLabeler.Start(_cluster);
        await before.HandleAsync(_shop.EventOf("ReplicaSet", "checkout-0"));
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", null);

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, new ChildCounts(4, 1, 0, 0, 1)), (outcome.Reason, outcome.Children));
    }

    [Fact]
    public async Task Labels_that_were_others_meanwhile_and_seen_to_by_another_process_are_seen_to_again()
    {
        await using var one = RunningLabeler.Start(_cluster);
        await using var other = RunningLabeler.Start(_cluster);
        await one.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        await other.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        _shop.Relabel("Rollout", "checkout", "team", "payments");

        var outcome = await one.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, 4), (outcome.Reason, outcome.Children.Labeled));
        Assert.Equal(3, _shop.Count("ReplicaSet", "team", "payments"));
    }

    [Fact]
    public async Task A_label_that_came_and_went_is_taken_from_a_child_that_met_it_though_the_events_come_the_wrong_way_round()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Owners:TimeToLive=00:00:00");
        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout", "add"));
        _shop.Relabel("Rollout", "checkout", "cost-center", "2");
        var came = _shop.EventOf("Rollout", "checkout");
        await labeler.HandleAsync(_shop.EventOf("ReplicaSet", "checkout-0"));
        _shop.Relabel("Rollout", "checkout", "cost-center", null);

        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        await labeler.HandleAsync(came);

        Assert.Equal("app=checkout,team=payments", _shop.LabelsOf("ReplicaSet", "checkout-0"));
    }

    [Fact]
    public async Task An_old_event_of_a_Rollout_is_passed_over()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "interim");
        var old = _shop.EventOf("Rollout", "checkout");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        _cluster.Requests.Clear();

        var outcome = await labeler.HandleAsync(old);

        Assert.Equal(OutcomeReason.NotRelabeled, outcome.Reason);
        Assert.Empty(Requests());
    }

    [Fact]
    public async Task Children_of_others_are_left_alone_whatever_their_labels()
    {
        _shop.CreateRollout("cart", replicaSets: 2);
        _shop.Create("ReplicaSet", "alone", "app=checkout");
        _shop.Create("ReplicaSet", "of-experiment", "app=checkout", owner: "Experiment/checkout-exp");
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal(4, outcome.Children.Seen);
        Assert.All(["cart-0", "cart-1", "alone", "of-experiment"], name => Assert.Equal("app=checkout", _shop.LabelsOf("ReplicaSet", name)));
    }

    [Fact]
    public async Task A_stranger_gets_one_read_out_of_it_and_cannot_make_a_relabelling_up()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.ChangeStatus("Rollout", "checkout", """{"replicas":0}""");
        var first = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout", isBelieved: false));
        _shop.ChangeStatus("Rollout", "checkout", """{"replicas":1}""");
        var made = _shop.Get("Rollout", "checkout");
        made["metadata"]!["labels"]!["team"] = "intruders";
        var second = await labeler.HandleAsync(Shop.EventOf(made, isBelieved: false));
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var relabelled = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout", isBelieved: false));

        Assert.Equal((OutcomeReason.NotRelabeled, 1), (second.Reason, second.Reads));
        Assert.Equal((OutcomeReason.NotRelabeled, 1), (first.Reason, first.Reads));
        Assert.Equal((OutcomeReason.ChildrenLabeled, 3, 4), (relabelled.Reason, relabelled.Reads, relabelled.Writes));
    }

    [Fact]
    public async Task A_body_that_hides_who_wrote_what_is_looked_up()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var shown = _shop.Get("Rollout", "checkout");
        shown["metadata"]!.AsObject().Remove("managedFields");

        var outcome = await labeler.HandleAsync(Shop.EventOf(shown));

        Assert.Equal((OutcomeReason.ChildrenLabeled, 3, 4), (outcome.Reason, outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task Three_hundred_children_follow_over_several_deliveries_and_none_that_is_done_is_written_again()
    {
        _shop.CreateRollout("large", replicaSets: 300);
        await using var labeler = RunningLabeler.Start(
            _cluster, "Labeler:EventTimeout=00:00:01", "Limits:WritesPerSecond=100", "Limits:WriteBurst=20", "ApiCalls:PageSize=100");
        _shop.Relabel("Rollout", "large", "team", "platform");
        var envelope = _shop.EventOf("Rollout", "large");

        var outcomes = new List<Outcome>();
        do
        {
            outcomes.Add(await labeler.HandleAsync(envelope));
        }
        while (outcomes[^1].Kind == OutcomeKind.Deferred && outcomes.Count < 200);

        Assert.InRange(outcomes.Count, 2, 199);
        Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal(OutcomeReason.TimedOut, outcome.Reason));
        Assert.Equal(OutcomeReason.ChildrenLabeled, outcomes[^1].Reason);
        Assert.Equal(300, _shop.Count("ReplicaSet", "team", "platform"));
        var written = _cluster.Requests.Snapshot().Where(request => request is { IsWrite: true, StatusCode: 200 }).ToList();
        Assert.Equal(300, written.DistinctBy(request => request.Name).Count());

        // Of the few that were under way when the time was up, the answer was not waited for; the next delivery may have come before they were done.
        Assert.InRange(written.Count, 300, 300 + (4 * (outcomes.Count - 1)));
        Assert.InRange(outcomes.Sum(outcome => outcome.Children.Labeled), 300 - (4 * (outcomes.Count - 1)), 300);
        Assert.Equal(OutcomeReason.NotRelabeled, (await labeler.HandleAsync(envelope)).Reason);
    }

    [Fact]
    public async Task What_was_broken_off_is_gone_on_with_by_whatever_comes_next_of_the_Rollout()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:ChildConcurrency=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        using var cancellation = new CancellationTokenSource();
        var written = 0;
        _cluster.Faults.Add(Fault.Hang(), request => request.Verb == "patch" && Interlocked.Increment(ref written) == 3 && Cancels(cancellation));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await labeler.HandleUntilAsync(_shop.EventOf("Rollout", "checkout"), cancellation.Token));
        _cluster.Faults.Clear();
        _shop.ChangeStatus("Rollout", "checkout", """{"replicas":1}""");
        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, new ChildCounts(4, 2, 2, 0, 0)), (outcome.Reason, outcome.Children));
        Assert.Equal(3, _shop.Count("ReplicaSet", "team", "platform"));
    }

    [Fact]
    public async Task A_page_whose_moment_is_forgotten_costs_one_call_more()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:PageSize=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        _cluster.Faults.Add(Fault.Status(410, "Expired", "too old"), request => request.Query.Contains("continue", StringComparison.Ordinal), times: 1);

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        // One read of the Rollout, one page of Experiments, three of ReplicaSets, the refused one, and the first of them again.
        Assert.Equal((OutcomeReason.ChildrenLabeled, 4, 4), (outcome.Reason, outcome.Children.Labeled, outcome.Writes));
        Assert.Equal((7, 7), (outcome.Reads, _cluster.Requests.Reads));
    }

    [Fact]
    public async Task A_child_that_is_made_anew_meanwhile_is_left_to_its_own_event()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:ChildConcurrency=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var isReplaced = 0;
        _cluster.Faults.Add(Fault.Latency(TimeSpan.FromMilliseconds(1)), request =>
        {
            if (request is { Verb: "patch", Name: "checkout-0" } && Interlocked.Exchange(ref isReplaced, 1) == 0)
            {
                _shop.Delete("ReplicaSet", "checkout-0");
                _shop.Delete("ReplicaSet", "checkout-1");
                _shop.Create("ReplicaSet", "checkout-0", "app=checkout", owner: "Rollout/checkout");
            }

            return false;
        });

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, 2), (outcome.Reason, outcome.Children.Labeled));
        Assert.Equal("app=checkout", _shop.LabelsOf("ReplicaSet", "checkout-0"));
        Assert.Equal("app=checkout,team=platform", _shop.LabelsOf("ReplicaSet", "checkout-2"));
        Assert.Null(_cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", "checkout-1"));
    }

    [Fact]
    public async Task Without_the_right_to_list_it_is_denied_and_the_right_is_named()
    {
        await using var labeler = RunningLabeler.Start(_cluster.KubeconfigFor("no-lists"));
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeKind.Denied, OutcomeReason.Forbidden, 2, 0), (outcome.Kind, outcome.Reason, outcome.Reads, outcome.Writes));
        Assert.Contains("cannot list resource \"experiments\"", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_cannot_be_read_is_named_and_the_others_are_labelled()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.CreateUnreadable("checkout-0a", owner: "Rollout/checkout");
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeReason.ChildrenLabeled, 4), (outcome.Reason, outcome.Children.Labeled));
        Assert.StartsWith("Skipped ReplicaSet.apps/shop/checkout-0a, which cannot be read: ", outcome.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dead_API_server_defers_it_and_a_living_one_finishes_it()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:MaxRetries=0");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var envelope = _shop.EventOf("Rollout", "checkout");
        await _cluster.StopAsync();

        var dead = await labeler.HandleAsync(envelope);
        await _cluster.RestartAsync(TestContext.Current.CancellationToken);
        var alive = await labeler.HandleAsync(envelope);

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Unreachable), (dead.Kind, dead.Reason));
        Assert.Equal((OutcomeReason.ChildrenLabeled, 4), (alive.Reason, alive.Children.Labeled));
    }

    [Theory]
    [InlineData(403, "Forbidden", "User \"tagalong\" cannot patch resource \"replicasets\" in API group \"apps\" in the namespace \"shop\"", OutcomeReason.Forbidden)]
    [InlineData(503, "ServiceUnavailable", "no", OutcomeReason.ServerError)]
    public async Task What_ails_the_cluster_ends_it_at_the_first_child(int code, string reason, string message, OutcomeReason expected)
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:MaxRetries=0", "Labeler:ChildConcurrency=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var fault = _cluster.Faults.Add(Fault.Status(code, reason, message), request => request is { Verb: "patch", Resource: "replicasets" });

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        fault.Dispose();
        var again = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((expected, 2, 1), (outcome.Reason, outcome.Writes, outcome.Children.Labeled));
        Assert.StartsWith($"ReplicaSet.apps/shop/checkout-0: {message}", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal((OutcomeReason.ChildrenLabeled, 3), (again.Reason, again.Children.Labeled));
    }

    [Theory]
    [InlineData(403, "admission webhook \"validation.gatekeeper.sh\" denied the request: no")]
    [InlineData(422, "replicasets.apps \"cart-0\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no")]
    public async Task Of_thirty_children_with_four_that_admission_denies_in_front_the_others_are_labelled_at_once(int code, string message)
    {
        _shop.CreateRollout("cart", replicaSets: 30);
        _shop.Relabel("Rollout", "cart", "team", "platform");
        _cluster.Faults.Add(Fault.Status(code, "Forbidden", message), request => request is { Verb: "patch", Name: "cart-0" or "cart-1" or "cart-10" or "cart-11" });
        await using var labeler = RunningLabeler.Start(_cluster);

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "cart"));
        _cluster.Requests.Clear();
        _shop.ChangeStatus("Rollout", "cart", """{"replicas":3}""");
        var later = await labeler.HandleAsync(_shop.EventOf("Rollout", "cart"));

        Assert.Equal((OutcomeKind.Rejected, OutcomeReason.Invalid, 26), (outcome.Kind, outcome.Reason, outcome.Children.Labeled));
        Assert.Equal(26, _shop.Count("ReplicaSet", "team", "platform"));
        Assert.Contains(message, outcome.Detail, StringComparison.Ordinal);

        // Nor does each later event of the Rollout look at its children again.
        Assert.Equal((OutcomeReason.NotRelabeled, 0), (later.Reason, _cluster.Requests.Reads + _cluster.Requests.Writes));
    }

    [Fact]
    public async Task A_child_that_cannot_be_written_keeps_none_of_the_others_back_and_is_not_tried_for_ever()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:MaxRetries=0", "Limits:BreakMinimumCalls=2", "Limits:BreakAtPercent=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        _cluster.Faults.Add(Fault.Status(500, "", "failed to create manager for existing fields"), request => request is { Verb: "patch", Name: "checkout-0" });

        var outcomes = new List<Outcome>();
        for (var delivery = 0; delivery < 11; delivery++)
        {
            outcomes.Add(await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout")));
        }

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.WriteFailed, 3), (outcomes[0].Kind, outcomes[0].Reason, outcomes[0].Children.Labeled));
        Assert.Equal("ReplicaSet.apps/shop/checkout-0: failed to create manager for existing fields", outcomes[0].Detail);
        Assert.All(outcomes.Skip(1).SkipLast(1), static again => Assert.Equal((OutcomeReason.WriteFailed, 1), (again.Reason, again.Writes)));
        Assert.Equal((OutcomeReason.NotRelabeled, 0), (outcomes[^1].Reason, outcomes[^1].Reads));
    }

    [Fact]
    public async Task A_child_that_a_webhook_refuses_keeps_none_of_the_others_back_and_is_not_tried_for_ever()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        _cluster.Faults.Add(Fault.Status(422, "Invalid", "not with us"), request => request is { Verb: "patch", Name: "checkout-1" });

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        var again = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        Assert.Equal((OutcomeKind.Rejected, OutcomeReason.Invalid, 3), (outcome.Kind, outcome.Reason, outcome.Children.Labeled));
        Assert.StartsWith("ReplicaSet.apps/shop/checkout-1: ", outcome.Detail, StringComparison.Ordinal);
        Assert.Equal(OutcomeReason.NotRelabeled, again.Reason);
    }

    [Fact]
    public async Task A_Rollout_that_is_relabelled_again_meanwhile_is_put_off_and_ends_right()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Owners:TimeToLive=00:00:00", "Labeler:ChildConcurrency=1");
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var first = _shop.EventOf("Rollout", "checkout");
        var isRelabelled = 0;
        _cluster.Faults.Add(Fault.Latency(TimeSpan.FromMilliseconds(1)), request =>
        {
            if (request is { Verb: "patch", Name: "checkout-1" } && Interlocked.Exchange(ref isRelabelled, 1) == 0)
            {
                _shop.Relabel("Rollout", "checkout", "team", "logistics");
            }

            return false;
        });

        var outcome = await labeler.HandleAsync(first);
        var again = await labeler.HandleAsync(first);

        Assert.Equal((OutcomeKind.Deferred, OutcomeReason.Contended), (outcome.Kind, outcome.Reason));
        Assert.Equal(OutcomeReason.ChildrenLabeled, again.Reason);
        Assert.Equal((3, 1), (_shop.Count("ReplicaSet", "team", "logistics"), _shop.Count("Experiment", "team", "logistics")));
    }

    [Fact]
    public async Task Events_of_one_Rollout_at_once_do_the_work_once()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        var enough = new TaskCompletionSource();
        _cluster.Faults.Add(Fault.HeldUntil(enough.Task), request => request.Verb == "list");

        var handled = Enumerable.Range(0, 12).Select(_ => labeler.HandleAsync(_shop.EventOf("Rollout", "checkout")).AsTask()).ToList();
        await Eventually.EqualAsync(8, () => Task.FromResult(handled.Count(static task => task.IsCompleted)));
        enough.SetResult();
        var outcomes = await Task.WhenAll(handled);

        Assert.Single(outcomes, outcome => outcome.Reason == OutcomeReason.ChildrenLabeled);
        Assert.Equal(3, outcomes.Count(outcome => outcome.Reason == OutcomeReason.NotRelabeled));
        Assert.Equal(8, outcomes.Count(outcome => outcome.Reason == OutcomeReason.ChildrenAwaited));
        Assert.Equal((2, 4), (_cluster.Requests.Count(request => request.Verb == "list"), _cluster.Requests.Writes));
    }

    [Fact]
    public async Task Other_events_of_the_cluster_do_not_wait_for_it()
    {
        _shop.CreateRollout("large", replicaSets: 60);
        await using var labeler = RunningLabeler.Start(_cluster, "Limits:MaxCalls=4", "Limits:WritesPerSecond=1000", "Limits:WriteBurst=1000");
        _shop.Relabel("Rollout", "large", "team", "platform");
        var enough = new TaskCompletionSource();
        _cluster.Faults.Add(Fault.HeldUntil(enough.Task), request => request.Verb == "patch" && request.Name!.StartsWith("large", StringComparison.Ordinal));

        var fanOut = labeler.HandleAsync(_shop.EventOf("Rollout", "large")).AsTask();
        await Task.WhenAll(Enumerable.Range(0, 3).Select(i => labeler.HandleAsync(_shop.EventOf("ReplicaSet", $"checkout-{i}")).AsTask()));
        var isStillAtIt = !fanOut.IsCompleted;
        enough.SetResult();

        Assert.True(isStillAtIt);
        Assert.Equal((OutcomeReason.ChildrenLabeled, 60), ((await fanOut).Reason, (await fanOut).Children.Labeled));
    }

    [Fact]
    public async Task By_way_of_its_Experiments_it_reaches_their_AnalysisRuns_where_the_policies_say_so()
    {
        _shop.Create("AnalysisRun", "of-rollout", "a=1", owner: "Rollout/checkout");
        _shop.Create("AnalysisRun", "of-experiment", "a=1", owner: "Experiment/checkout-exp");
        _shop.CreateRollout("cart", replicaSets: 0);
        _shop.Create("Experiment", "cart-exp", "", owner: "Rollout/cart");
        _shop.Create("AnalysisRun", "of-another", "a=1", owner: "Experiment/cart-exp");
        await using var labeler = RunningLabeler.Start(_cluster, "Policies:BuiltIn:0=argo-rollouts", "Policies:BuiltIn:1=analysis-runs");
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));

        // The Rollout, a page for each of the three kinds, and the Experiment that comes between.
        Assert.Equal((OutcomeReason.ChildrenLabeled, 6, 5, 6), (outcome.Reason, outcome.Children.Labeled, outcome.Reads, outcome.Writes));
        Assert.Equal("a=1,team=platform", _shop.LabelsOf("AnalysisRun", "of-experiment"));
        Assert.Equal("a=1,team=platform", _shop.LabelsOf("AnalysisRun", "of-rollout"));
        Assert.Equal("a=1", _shop.LabelsOf("AnalysisRun", "of-another"));
    }

    [Fact]
    public async Task An_Experiment_gets_its_own_labels_first_and_then_passes_them_on()
    {
        _shop.Create("AnalysisRun", "run", "a=1", owner: "Experiment/checkout-exp");
        await using var labeler = RunningLabeler.Start(_cluster, "Policies:BuiltIn:0=argo-rollouts", "Policies:BuiltIn:1=analysis-runs");

        var outcome = await labeler.HandleAsync(_shop.EventOf("Experiment", "checkout-exp"));
        var echo = await labeler.HandleAsync(_shop.EventOf("Experiment", "checkout-exp"));

        Assert.Equal((OutcomeReason.Applied, "team=payments", new ChildCounts(1, 1, 1, 0, 0)), (outcome.Reason, outcome.Added.ToString(), outcome.Children));
        Assert.Equal("a=1,team=payments", _shop.LabelsOf("AnalysisRun", "run"));
        Assert.Equal((OutcomeReason.AlreadyLabeled, 0, 0), (echo.Reason, echo.Reads, echo.Writes));
    }

    [Fact]
    public async Task A_namespace_that_is_relabelled_has_all_follow_that_get_labels_from_it()
    {
        var policy = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            policy,
            """
            apiVersion: tagalong.dev/v1
            kind: LabelPolicy
            metadata: { name: zones }
            rules:
            - name: experiments-of-rollouts-in-zones
              target: { group: argoproj.io, version: v1alpha1, kind: Experiment }
              owners: [{ group: argoproj.io, version: v1alpha1, kind: Rollout }]
              sources: [{ from: namespace, keys: [zone] }]
            """,
            TestContext.Current.CancellationToken);
        await using var labeler = RunningLabeler.Start(_cluster, $"Policies:Path={policy}");
        var ns = _cluster.Objects.Get(ResourceKinds.Namespace, null, "shop")!;
        ns["metadata"]!["creationTimestamp"] = "2020-01-01T00:00:00Z";
        ns = _cluster.Objects.Seed(ns);
        ns["metadata"]!["labels"] = new JsonObject { ["zone"] = "eu", ["other"] = "x" };
        ns = _cluster.Objects.Update(ns, "kubectl");

        var outcome = await labeler.HandleAsync(Shop.EventOf(ns));
        var rollout = await labeler.HandleAsync(_shop.EventOf("Rollout", "checkout"));
        File.Delete(policy);

        Assert.Equal((OutcomeReason.ChildrenLabeled, 2, 1), (outcome.Reason, outcome.Reads, outcome.Writes));
        Assert.Equal("zone=eu", _shop.LabelsOf("Experiment", "checkout-exp"));
        Assert.Equal(OutcomeReason.NoRuleForKind, rollout.Reason);
    }

    private static bool Cancels(CancellationTokenSource cancellation)
    {
        cancellation.CancelAfter(TimeSpan.FromMilliseconds(20));
        return true;
    }

    private List<string> Requests() =>
        [.. _cluster.Requests.Snapshot().Where(request => request.IsRead || request.IsWrite).Select(request => $"{request.Verb} {request.Resource}").Order(StringComparer.Ordinal)];
}
