using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Tagalong.Core.Applying;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Security;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Sweeping;

/// <summary>Sweeps of a cluster whose objects had no events.</summary>
public sealed class SweeperTests : IAsyncLifetime
{
    private DevApiServer _cluster = null!;
    private Shop _shop = null!;

    public async ValueTask InitializeAsync()
    {
        var options = new DevApiServerOptions();
        options.Users.Add(new DevUser("no-writes", "no-writes", [new AccessRule(["get", "list"], "*", ["*"])]));
        _cluster = await DevApiServer.StartAsync(options, TestContext.Current.CancellationToken);
        _shop = new Shop(_cluster);
        _shop.CreateRollout("checkout", replicaSets: 25);
        _shop.CreateRollout("cart", replicaSets: 5);
        _shop.Create("Experiment", "checkout-exp", "", owner: "Rollout/checkout");
        _shop.Create("ReplicaSet", "alone", "app=checkout");
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_sweep_costs_one_call_per_page_and_one_write_per_object_and_the_next_sweep_no_write()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:PageSize=10");

        var first = Only(await labeler.SweepAsync());
        var requests = Requests();
        _cluster.Requests.Clear();
        var second = Only(await labeler.SweepAsync());

        // One page of Rollouts, one of Experiments, four of 31 ReplicaSets.
        Assert.Equal((SweepEnd.Complete, null), (first.End, first.Detail));
        Assert.Equal((32, 31, 0, 1), (first.Counts.Listed, first.Counts.Labeled, first.Counts.Unchanged, first.Counts.Ignored));
        Assert.Equal((6, 0, 31), (first.Counts.Pages, first.Counts.Reads, first.Counts.Writes));
        Assert.Equal(["list experiments 1", "list replicasets 4", "list rollouts 1", "patch experiments 1", "patch replicasets 30"], requests);
        Assert.Equal((30, 1), (_shop.Count("ReplicaSet", "team", "payments"), _shop.Count("Experiment", "team", "payments")));
        Assert.Equal("app=checkout", _shop.LabelsOf("ReplicaSet", "alone"));
        Assert.Equal((SweepEnd.Complete, 0, 31, 6, 0, 0), (second.End, second.Counts.Labeled, second.Counts.Unchanged, second.Counts.Pages, second.Counts.Reads, second.Counts.Writes));
        Assert.Equal(["list experiments 1", "list replicasets 4", "list rollouts 1"], Requests());
    }

    [Fact]
    public async Task Only_objects_that_are_written_are_reported_and_like_an_event()
    {
        await using var labeler = RunningLabeler.Start(_cluster);

        await labeler.SweepAsync();
        await labeler.SweepAsync();

        Assert.Equal(31, labeler.Logs.GetSnapshot().Count(line => line.Message.StartsWith("Labeled ", StringComparison.Ordinal)));
        Assert.DoesNotContain(labeler.Logs.GetSnapshot(), line => line.Message.Contains("AlreadyLabeled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_label_that_follows_its_source_is_changed_only_after_a_new_read_of_the_source()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        await labeler.SweepAsync();
        _shop.Relabel("Rollout", "checkout", "team", "platform");
        _cluster.Requests.Clear();

        var summary = Only(await labeler.SweepAsync());

        // The Experiment's page asks for the Rollout, and the ReplicaSets' page does so again.
        Assert.Equal((26, 26, 2, 26), (summary.Counts.Labeled, summary.Counts.LabelsChanged, summary.Counts.Reads, summary.Counts.Writes));
        Assert.Equal((25, 1), (_shop.Count("ReplicaSet", "team", "platform"), _shop.Count("Experiment", "team", "platform")));
        Assert.Equal(2, _cluster.Requests.Count(request => request is { Verb: "get", Resource: "rollouts" }));
    }

    [Fact]
    public async Task An_object_that_changed_since_it_was_listed_is_read_with_its_owner()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:ChildConcurrency=1");
        var isChanged = false;
        using var fault = _cluster.Faults.Add(Fault.Latency(TimeSpan.Zero), request =>
        {
            // The first write comes after everything was listed.
            if (request is { Verb: "patch", Resource: "replicasets" } && !isChanged)
            {
                isChanged = true;
                _shop.Relabel("Rollout", "checkout", "team", "platform");
                _shop.Relabel("ReplicaSet", "checkout-9", "touched", "yes");
            }

            return false;
        });

        var summary = Only(await labeler.SweepAsync());

        // The object's write is refused, then object and owner are read, then it is written.
        Assert.Equal((SweepEnd.Complete, 31, 2, 32), (summary.End, summary.Counts.Labeled, summary.Counts.Reads, summary.Counts.Writes));
        Assert.Equal("app=checkout,team=platform,touched=yes", _shop.LabelsOf("ReplicaSet", "checkout-9"));
    }

    [Theory]
    [InlineData(WriteMode.Plan, 0)]
    [InlineData(WriteMode.Try, 31)]
    public async Task A_dry_run_logs_the_writes_and_stores_nothing(WriteMode mode, int tries)
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        var version = _cluster.Objects.ResourceVersion;

        var summary = Only(await labeler.SweepAsync(new SweepRequest { Mode = mode }));

        Assert.Equal((SweepEnd.Complete, 31, 31, tries), (summary.End, summary.Counts.Labeled, summary.Counts.LabelsAdded, summary.Counts.Writes));
        Assert.Equal(version, _cluster.Objects.ResourceVersion);
        Assert.All(_cluster.Requests.Snapshot().Where(request => request.IsWrite), request => Assert.True(request.DryRun));
        Assert.Equal(31, labeler.Logs.GetSnapshot().Count(line => line.Message.StartsWith("Would label ", StringComparison.Ordinal)));

        // Nor does the process take what it only tried for written.
        Assert.Equal(31, Only(await labeler.SweepAsync()).Counts.Labeled);
    }

    [Fact]
    public async Task One_sweep_labels_children_of_children()
    {
        _shop.Create("AnalysisRun", "run", "a=1", owner: "Experiment/checkout-exp");
        await using var labeler = RunningLabeler.Start(_cluster, "Policies:BuiltIn:0=analysis-runs", "Policies:BuiltIn:1=argo-rollouts");

        var planned = Only(await labeler.SweepAsync(new SweepRequest { Mode = WriteMode.Plan }));
        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((32, 32, 0), (planned.Counts.Labeled, summary.Counts.Labeled, summary.Counts.Reads));
        Assert.Equal("a=1,team=payments", _shop.LabelsOf("AnalysisRun", "run"));
        Assert.Equal(1, _cluster.Requests.Count(request => request is { Verb: "patch", Resource: "analysisruns" }));
    }

    [Fact]
    public async Task Only_the_requested_namespaces_and_labels_are_listed()
    {
        _shop.Relabel("ReplicaSet", "cart-0", "pick", "me");
        await using var labeler = RunningLabeler.Start(_cluster);

        var nowhere = Only(await labeler.SweepAsync(new SweepRequest { Namespaces = ["elsewhere"] }));
        var chosen = Only(await labeler.SweepAsync(new SweepRequest { Namespaces = ["shop", "elsewhere"], Selector = "pick=me" }));

        Assert.Equal((SweepEnd.Complete, 0, 3), (nowhere.End, nowhere.Counts.Listed, nowhere.Counts.Pages));
        Assert.Equal((SweepEnd.Complete, 1, 1), (chosen.End, chosen.Counts.Listed, chosen.Counts.Labeled));
        Assert.All(_cluster.Requests.Snapshot().Where(request => request.Verb == "list"), request => Assert.NotNull(request.Namespace));
    }

    [Fact]
    public async Task A_list_whose_resource_version_expired_continues()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:PageSize=10");
        var isForgotten = false;
        using var fault = _cluster.Faults.Add(Fault.Latency(TimeSpan.Zero), request =>
        {
            if (request is { Verb: "list", Resource: "replicasets" } && request.Query.Contains("continue", StringComparison.Ordinal) && !isForgotten)
            {
                isForgotten = true;
                _cluster.Objects.Compact();
            }

            return false;
        });

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Complete, 31), (summary.End, summary.Counts.Labeled));
        Assert.Contains(_cluster.Requests.Snapshot(), request => request.StatusCode == 410);
        Assert.Equal(_cluster.Requests.Count(request => request.Verb == "list"), summary.Counts.Pages);
    }

    [Fact]
    public async Task A_sweep_waits_for_its_turn_to_write_and_events_are_handled_meanwhile()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Limits:WritesPerSecond=20", "Limits:WriteBurst=1");
        _shop.CreateRollout("late", replicaSets: 1);

        var sweep = labeler.SweepAsync();
        var outcome = await labeler.HandleAsync(_shop.EventOf("ReplicaSet", "late-0"));
        var summary = Only(await sweep);

        Assert.Equal((SweepEnd.Complete, 0), (summary.End, summary.Counts.Deferred));
        Assert.True(outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Deferred, outcome.ToString());
        Assert.Equal(31, _shop.Count("ReplicaSet", "team", "payments"));
        Assert.True(summary.Duration > TimeSpan.FromSeconds(1), summary.ToString());
    }

    [Fact]
    public async Task A_cancelled_sweep_reports_what_was_done_and_the_next_does_the_rest()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        using var cancellation = new CancellationTokenSource();
        var progress = new Reporting(progress =>
        {
            if (progress.Counts.Labeled == 7)
            {
                cancellation.Cancel();
            }
        });

        var summary = Only(await labeler.Services.GetRequiredService<Sweeper>().RunAsync(new SweepRequest(), "sweep", progress, cancellation.Token));
        var rest = Only(await labeler.SweepAsync());

        Assert.Equal(SweepEnd.Cancelled, summary.End);
        Assert.InRange(summary.Counts.Labeled, 7, 15);
        Assert.Equal((SweepEnd.Complete, 30), (rest.End, _shop.Count("ReplicaSet", "team", "payments")));
    }

    [Fact]
    public async Task An_equal_request_joins_a_running_sweep_and_a_different_one_is_refused()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        var enough = new TaskCompletionSource();
        _cluster.Faults.Add(Fault.HeldUntil(enough.Task), request => request.Resource == "rollouts");

        var first = labeler.SweepAsync();
        var second = labeler.SweepAsync();
        var third = Only(await labeler.SweepAsync(new SweepRequest { Mode = WriteMode.Plan }));
        enough.SetResult();
        var summaries = (ClusterSummary[])[Only(await first), Only(await second)];

        Assert.Equal((SweepEnd.Refused, OutcomeReason.SweepUnderWay), (third.End, third.Reason));
        Assert.Equal(1, summaries.Count(summary => summary.WasJoined));
        Assert.All(summaries, summary => Assert.Equal((SweepEnd.Complete, 31), (summary.End, summary.Counts.Labeled)));
        Assert.Equal((3, 31), (_cluster.Requests.Reads, _cluster.Requests.Writes));
    }

    [Fact]
    public async Task A_few_requests_wait_for_one_sweep_and_further_ones_are_refused_at_once()
    {
        await using var labeler = RunningLabeler.Start(_cluster);
        var enough = new TaskCompletionSource();
        _cluster.Faults.Add(Fault.HeldUntil(enough.Task), request => request.Resource == "rollouts");

        var requests = Enumerable.Range(0, 20).Select(_ => labeler.SweepAsync()).ToList();
        await Eventually.EqualAsync(16, () => Task.FromResult(requests.Count(static request => request.IsCompleted)));
        enough.SetResult();
        var summaries = (await Task.WhenAll(requests)).Select(Only).ToList();

        Assert.Equal((4, 16), (summaries.Count(summary => summary.End == SweepEnd.Complete), summaries.Count(summary => summary.Reason == OutcomeReason.SweepUnderWay)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_object_with_an_owner_in_another_namespace_gets_no_labels_and_does_not_affect_others(bool isFirst)
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:ChildConcurrency=1", "Sweep:Clusters=1");
        var intruder = _shop.Get("ReplicaSet", "checkout-0");
        intruder["metadata"] = new JsonObject
        {
            ["name"] = "intruder",
            ["namespace"] = isFirst ? "attic" : "zoo",
            ["labels"] = new JsonObject { ["app"] = "checkout" },
            ["ownerReferences"] = intruder["metadata"]!["ownerReferences"]!.DeepClone(),
        };
        _cluster.Objects.Create(intruder, "kubectl");
        await labeler.SweepAsync();
        _shop.Relabel("Rollout", "checkout", "team", "platform");

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Complete, 26, 1), (summary.End, summary.Counts.Labeled, summary.Counts.Gone));
        Assert.Equal(25, _shop.Count("ReplicaSet", "team", "platform"));
        Assert.Null(_cluster.Objects.Get(ResourceKinds.ReplicaSet, isFirst ? "attic" : "zoo", "intruder")!["metadata"]!["labels"]!["team"]);
    }

    [Fact]
    public async Task A_rejected_object_does_not_hide_a_failure_that_another_sweep_could_fix()
    {
        await using var labeler = RunningLabeler.Start(_cluster, "Labeler:ChildConcurrency=1", "Sweep:Patience=00:00:00", "ApiCalls:MaxRetries=0");
        var writes = 0;
        using var invalid = _cluster.Faults.Add(Fault.Status(422, "Invalid", "no such label"), request => request is { Verb: "patch", Resource: "replicasets" } && ++writes == 1);
        using var contended = _cluster.Faults.Add(Fault.Status(409, "Conflict", "again"), request => request is { Verb: "patch", Resource: "replicasets" } && writes is > 1 and < 12);

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Incomplete, OutcomeReason.Contended, 1L), (summary.End, summary.Reason, summary.Counts.Rejected));
    }

    [Fact]
    public async Task A_missing_right_costs_one_call_per_kind()
    {
        await using var labeler = RunningLabeler.Start(_cluster.KubeconfigFor("no-writes"), "Labeler:ChildConcurrency=1");

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Incomplete, OutcomeReason.Forbidden), (summary.End, summary.Reason));
        Assert.Equal((31, 2), (summary.Counts.Denied, summary.Counts.Writes));
        Assert.Equal(2, _cluster.Requests.Writes);
    }

    [Theory]
    [InlineData(403, "Forbidden", "admission webhook \"validation.gatekeeper.sh\" denied the request: no", 1)]
    [InlineData(400, "", "admission webhook \"validate.kyverno.svc-fail\" denied the request: no", 4)]
    [InlineData(403, "Forbidden", "replicasets.apps \"x\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no", 4)]
    public async Task Objects_that_admission_denies_keep_no_other_from_its_labels(int code, string reason, string message, int denied)
    {
        _shop.CreateRollout("search", replicaSets: 60);
        using var denial = _cluster.Faults.Add(Fault.Status(code, reason, message), request => request.Verb == "patch" && IsDenied(request.Name));
        await using var labeler = RunningLabeler.Start(_cluster);

        var summary = Only(await labeler.SweepAsync());

        // Those come first of all ReplicaSets of a page.
        bool IsDenied(string? name) => name is "cart-0" || (denied == 4 && name is "cart-1" or "cart-2" or "cart-3");
        Assert.Equal((SweepEnd.Incomplete, OutcomeReason.Invalid), (summary.End, summary.Reason));
        Assert.Equal((92 - denied - 1, denied, 0), (summary.Counts.Labeled, summary.Counts.Rejected, summary.Counts.Denied));
        Assert.Equal(60, _shop.Count("ReplicaSet", "team", "payments") - 30 + denied);
        Assert.Contains(message, summary.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restore_of_etcd_a_sweep_does_not_trust_what_the_process_wrote_before()
    {
        var backup = _cluster.Objects.Backup();
        _cluster.Objects.AdvanceResourceVersion(100_000);
        await using var labeler = RunningLabeler.Start(_cluster);
        for (var number = 0; number < 5; number++)
        {
            await labeler.HandleAsync(_shop.EventOf("ReplicaSet", $"cart-{number}"));
        }

        _cluster.Objects.Restore(backup);
        var before = _shop.Count("ReplicaSet", "team", "payments");
        var summary = Only(await labeler.SweepAsync());
        _shop.Relabel("ReplicaSet", "cart-0", "team", null);
        var outcome = await labeler.HandleAsync(_shop.EventOf("ReplicaSet", "cart-0"));

        Assert.Equal((0, SweepEnd.Complete, 31), (before, summary.End, summary.Counts.Labeled));
        Assert.Equal((OutcomeReason.Applied, 30), (outcome.Reason, _shop.Count("ReplicaSet", "team", "payments")));
    }

    [Fact]
    public async Task An_object_whose_write_always_fails_is_tried_a_few_times_and_the_others_are_labelled()
    {
        const string message = "failed to create manager for existing fields: .spec.template.spec.containers[name=\"app\"].env: duplicate entries for key [name=\"LOG_LEVEL\"]";
        using var broken = _cluster.Faults.Add(Fault.Status(500, "", message), static request => request is { Verb: "patch", Name: not null } && request.Name.StartsWith("checkout-1", StringComparison.Ordinal));
        await using var labeler = RunningLabeler.Start(_cluster, "Sweep:Patience=00:00:00", "Limits:BreakMinimumCalls=2", "Limits:BreakAtPercent=1");

        var summary = Only(await labeler.SweepAsync());

        // checkout-1 and checkout-10 to checkout-19, each tried twice.
        Assert.Equal((SweepEnd.Incomplete, OutcomeReason.WriteFailed), (summary.End, summary.Reason));
        Assert.Equal((20, 11), (summary.Counts.Labeled, summary.Counts.Deferred));
        Assert.Contains("duplicate entries for key [name=\"LOG_LEVEL\"]", summary.Detail, StringComparison.Ordinal);
        Assert.Equal(11, summary.ObjectFailures.Count(static failure => failure.Detail!.EndsWith(message, StringComparison.Ordinal)));
        Assert.InRange(_cluster.Requests.Count(static request => request is { Verb: "patch", StatusCode: 500 }), 11, 22);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_reported_by_name_and_the_others_are_labelled()
    {
        _shop.CreateUnreadable("checkout-10a", owner: "Rollout/checkout");
        await using var labeler = RunningLabeler.Start(_cluster, "ApiCalls:PageSize=10");

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Incomplete, OutcomeReason.MalformedData), (summary.End, summary.Reason));
        Assert.StartsWith("ReplicaSet.apps/shop/checkout-10a: It cannot be read. spec.template.metadata.labels is an array", summary.Detail, StringComparison.Ordinal);
        Assert.Equal((33, 31, 1), (summary.Counts.Listed, summary.Counts.Labeled, summary.Counts.Rejected));
        Assert.Contains(labeler.Logs.GetSnapshot(), static line => line.Message.StartsWith("Rejected ReplicaSet shop/checkout-10a", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Owners_with_more_labels_and_deeper_than_most_are_listed_with_the_others()
    {
        var many = _shop.Get("Rollout", "cart");
        for (var number = 0; number < 4098; number++)
        {
            many["metadata"]!["labels"]![$"k{number}"] = "";
        }

        JsonNode deep = new JsonObject();
        for (var level = 0; level < 135; level++)
        {
            deep = new JsonObject { ["in"] = deep };
        }

        many["spec"]!["strategy"] = deep;
        many["metadata"]!["managedFields"]![0]!["fieldsV1"]!["f:spec"] = deep.DeepClone();
        _cluster.Objects.Seed(many);
        await using var labeler = RunningLabeler.Start(_cluster);

        var summary = Only(await labeler.SweepAsync());

        Assert.Equal((SweepEnd.Complete, 31), (summary.End, summary.Counts.Labeled));
        Assert.Equal(4 + 4098, _shop.Get("ReplicaSet", "cart-0")["metadata"]!["labels"]!.AsObject().Count + 2);
    }

    [Fact]
    public async Task A_failing_cluster_ends_as_failed_and_does_not_delay_the_others()
    {
        await using var sick = await DevApiServer.StartAsync(new DevApiServerOptions(), TestContext.Current.CancellationToken);
        sick.Faults.Add(Fault.Status(503, "ServiceUnavailable", "sick"));
        string[] files = [Path.GetTempFileName(), Path.GetTempFileName()];
        await File.WriteAllTextAsync(files[0], _cluster.KubeconfigFor(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(files[1], sick.KubeconfigFor(), TestContext.Current.CancellationToken);
        await using var labeler = RunningLabeler.Start(
            "", "Sweep:Patience=00:00:01", $"Clusters:well:Kubeconfig={files[0]}", $"Clusters:sick:Kubeconfig={files[1]}");

        var summary = await labeler.SweepAsync();
        var one = Only(await labeler.SweepAsync(new SweepRequest { Clusters = ["well"] }));
        var none = Only(await labeler.SweepAsync(new SweepRequest { Clusters = ["well", "unheard-of"] }));
        Array.ForEach(files, File.Delete);

        Assert.False(summary.IsComplete);
        var byName = summary.Clusters.ToDictionary(cluster => cluster.Cluster.Value);
        Assert.Equal((SweepEnd.Complete, 31), (byName["well"].End, byName["well"].Counts.Labeled));
        Assert.Equal(SweepEnd.Failed, byName["sick"].End);
        Assert.True(byName["sick"].Reason is OutcomeReason.ServerError or OutcomeReason.CircuitOpen, byName["sick"].ToString());
        Assert.Equal(("well", SweepEnd.Complete), (one.Cluster.Value, one.End));
        Assert.Equal((SweepEnd.Refused, OutcomeReason.UnknownCluster, "unheard-of"), (none.End, none.Reason, none.Cluster.Value));
    }

    private static ClusterSummary Only(SweepSummary summary) => Assert.Single(summary.Clusters);

    private List<string> Requests() =>
        [.. _cluster.Requests.Snapshot().Where(request => request.IsRead || request.IsWrite).GroupBy(request => $"{request.Verb} {request.Resource}")
            .Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal)];

    private sealed class Reporting(Action<SweepProgress> report) : IProgress<SweepProgress>
    {
        public void Report(SweepProgress value) => report(value);
    }
}
