using System.Text.Json.Nodes;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests;

/// <summary>An event names the object, and the live state decides, with as few calls as possible.</summary>
public sealed class LiveStateTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task The_event_of_the_labelers_own_write_and_earlier_events_cost_no_calls()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var first = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        var second = await Admin.MergeAsync(first, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["rollout.argoproj.io/revision"] = "1" } } }, Argo);
        await HandleAsync(first, "add");

        var late = await HandleAsync(second);
        var echo = await HandleAsync(await Admin.GetAsync(first));

        Assert.Equal((OutcomeKind.Unchanged, 0, 0), (late.Kind, late.Reads, late.Writes));
        Assert.Equal((OutcomeKind.Unchanged, 0, 0), (echo.Kind, echo.Reads, echo.Writes));
    }

    [Fact]
    public async Task An_event_older_than_the_last_write_does_not_restore_old_labels()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var canary = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web,role=canary", rollout));
        var stable = await Admin.MergeAsync(canary, new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["role"] = "stable" } } } } }, Argo);
        await HandleAsync(stable);

        await HandleAsync(canary, "add");

        Assert.Equal("app=web,role=stable,team=payments", await LabelsOfAsync(canary));
    }

    [Fact]
    public async Task An_old_event_that_arrives_first_results_in_the_current_labels()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var canary = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web,role=canary", rollout));
        await Admin.MergeAsync(canary, new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["role"] = "stable" } } } } }, Argo);

        await HandleAsync(canary, "add");

        Assert.Equal("app=web,role=stable,team=payments", await LabelsOfAsync(canary));
    }

    [Fact]
    public async Task An_event_that_only_names_the_object_reads_it()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        var reference = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "ReplicaSet", ["name"] = "web-1", ["namespace"] = Namespace };

        var outcome = await Labeler.HandleAsync(KnativeEvent.Of(reference) with { Type = "dev.knative.apiserver.ref.add" });

        Assert.Equal((OutcomeKind.Labeled, 2, 1), (outcome.Kind, outcome.Reads, outcome.Writes));
        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task An_event_without_the_namespace_of_its_object_is_rejected()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var nowhere = Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout);
        nowhere["metadata"]!.AsObject().Remove("namespace");

        var outcome = await HandleAsync(nowhere, "add");

        Assert.Equal((OutcomeReason.NoObject, OutcomeKind.Rejected, 0), (outcome.Reason, outcome.Kind, outcome.Writes));
    }

    [Fact]
    public async Task The_body_of_an_unknown_sender_is_not_trusted()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        var forged = replicaSet.DeepClone().AsObject();
        forged["spec"]!["template"]!["metadata"]!["labels"]!["cost-center"] = "forged";

        await Labeler.HandleAsync(KnativeEvent.Of(forged) with { IsSenderAuthenticated = false });

        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_deleted_owner_never_removes_a_label()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await HandleAsync(replicaSet, "add");
        var labeled = await Admin.LabelAsync(replicaSet, "audited", "yes", "auditor");
        await Admin.DeleteAsync(rollout);
        await using var other = RunningLabeler.Start(Cluster.LabelerKubeconfig);

        var outcome = await other.HandleAsync(KnativeEvent.Of(labeled));

        // A garbage collector, if the cluster has one, deletes the ReplicaSet next.
        Assert.Equal((OutcomeReason.OwnerGone, 1, 0), (outcome.Reason, outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task An_object_that_is_being_deleted_is_left_alone()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout);
        replicaSet["metadata"]!["finalizers"] = new JsonArray("tagalong.dev/test");
        var live = await CreateAsync(replicaSet);
        await Admin.DeleteAsync(live);
        var deleting = await Admin.GetAsync(live);

        var outcome = await HandleAsync(deleting);
        await Admin.MergeAsync(live, new JsonObject { ["metadata"] = new JsonObject { ["finalizers"] = null } }, Argo);

        Assert.NotNull(deleting["metadata"]!["deletionTimestamp"]);
        Assert.Equal((OutcomeKind.Ignored, 0, 0), (outcome.Kind, outcome.Reads, outcome.Writes));
    }

    [Fact]
    public async Task Events_in_any_order_and_repeated_through_two_labelers_result_in_the_same_labels()
    {
        await using var other = RunningLabeler.Start(Cluster.LabelerKubeconfig);
        var random = new Random(20);
        var events = new List<EventEnvelope>();
        var replicaSets = new List<JsonObject>();
        for (var number = 0; number < 10; number++)
        {
            var rollout = await CreateAsync(Manifests.Rollout(Namespace, $"web-{number}", "team=t0,stage=old,tier=web"));
            var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, $"web-{number}-1", "app=web", "app=web,role=canary", rollout));
            JsonObject[] shown =
            [
                rollout,
                replicaSet,
                await Admin.LabelAsync(rollout, "team", "t1", "kubectl-label"),
                await Admin.LabelAsync(replicaSet, "tier", "theirs", "kubectl-label"),
                await Admin.MergeAsync(replicaSet, new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["role"] = "stable" } } } } }, Argo),
                await Admin.LabelAsync(rollout, "stage", null, "kubectl-label"),
                await Admin.LabelAsync(rollout, "team", "t2", "kubectl-label"),
            ];
            events.AddRange(shown.Concat(shown).Select(value => KnativeEvent.Of(value)));
            replicaSets.Add(replicaSet);
        }

        var shuffled = events.ToArray();
        random.Shuffle(shuffled);
        await Parallel.ForEachAsync(shuffled.Index(), TestContext.Current.CancellationToken, async (next, _) =>
        {
            await (next.Index % 2 == 0 ? Labeler : other).HandleAsync(next.Item);
        });

        foreach (var replicaSet in replicaSets)
        {
            Assert.Equal("app=web,role=stable,team=t2,tier=theirs", await LabelsOfAsync(replicaSet));
        }
    }
}
