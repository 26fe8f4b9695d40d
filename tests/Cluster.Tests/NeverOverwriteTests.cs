using System.Text.Json.Nodes;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Cluster.Tests;

/// <summary>Ownership of labels in managed fields: labels of others are kept, labels of the labeler follow their source.</summary>
public sealed class NeverOverwriteTests(ClusterFixture fixture) : ClusterTest(fixture)
{
    [Fact]
    public async Task An_existing_label_with_another_value_is_kept()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments,tier=web"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web,team=platform", "app=web", rollout));

        var outcome = await HandleAsync(replicaSet, "add");

        Assert.Equal("tier=web", outcome.Added.ToString());
        Assert.Contains(outcome.Kept, kept => kept.Key == "team");
        Assert.Equal("app=web,team=platform,tier=web", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_label_that_another_writer_sets_after_the_event_is_kept()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments,tier=web"));
        var before = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await Admin.LabelAsync(before, "team", "platform", "kubectl-label");

        var outcome = await HandleAsync(before, "add");

        Assert.Contains(outcome.Kept, kept => kept is { Key: "team", Reason: SkipReason.OwnedByAnother, Detail: "kubectl-label" });
        Assert.Equal(2, outcome.Writes);
        Assert.Equal("app=web,team=platform,tier=web", await LabelsOfAsync(before));
    }

    [Fact]
    public async Task Keys_with_dots_and_slashes_of_other_owners_are_kept_too()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "app.kubernetes.io/part-of=shop,corp.example/cost.center=1,team=payments"));
        var before = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await Admin.LabelAsync(before, "app.kubernetes.io/part-of", "theirs", "kubectl-label");
        await Admin.LabelAsync(before, "corp.example/cost.center", "theirs", "kubectl-edit");

        await HandleAsync(before, "add");

        Assert.Equal("app=web,app.kubernetes.io/part-of=theirs,corp.example/cost.center=theirs,team=payments", await LabelsOfAsync(before));
    }

    [Fact]
    public async Task Labels_of_the_labeler_follow_the_Rollout_and_labels_of_others_are_kept()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments,tier=web"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await HandleAsync(replicaSet, "add");
        replicaSet = await Admin.LabelAsync(replicaSet, "audited", "yes", "auditor");
        rollout = await Admin.LabelAsync(rollout, "team", "platform", "kubectl-label");
        rollout = await Admin.LabelAsync(rollout, "tier", null, "kubectl-label");

        var outcome = await HandleAsync(rollout);

        Assert.Equal((0, 1, 1), (outcome.Children.Added, outcome.Children.Changed, outcome.Children.Removed));
        Assert.Equal(1, outcome.Writes);
        Assert.Equal("app=web,audited=yes,team=platform", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_pod_template_label_follows_a_promotion()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web,role=canary", rollout));
        await HandleAsync(replicaSet, "add");

        var promoted = await Admin.MergeAsync(replicaSet, RoleInTemplate("stable"), Argo);
        await HandleAsync(promoted);
        Assert.Equal("app=web,role=stable,team=payments", await LabelsOfAsync(replicaSet));

        var replaced = await Admin.MergeAsync(replicaSet, RoleInTemplate(null), Argo);
        await HandleAsync(replaced);
        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task A_label_that_another_writer_took_over_is_not_updated_any_more()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));
        await HandleAsync(replicaSet, "add");
        var ours = await Admin.GetAsync(replicaSet);
        await Admin.LabelAsync(replicaSet, "team", "theirs", "kubectl-label");
        rollout = await Admin.LabelAsync(rollout, "team", "platform", "kubectl-label");
        await HandleAsync(rollout);

        // The event is older than the other writer's change.
        await HandleAsync(ours);

        Assert.Equal("app=web,team=theirs", await LabelsOfAsync(replicaSet));
    }

    [Fact]
    public async Task Protected_keys_selectors_and_excluded_keys_are_never_written()
    {
        var rollout = await CreateAsync(Manifests.Rollout(
            Namespace, "web", "rollouts-pod-template-hash=x,pod-template-hash=x,controller-revision-hash=x,app=other,argocd.argoproj.io/instance=x,helm.sh/chart=x,app.kubernetes.io/managed-by=Helm,node.kubernetes.io/x=x,team=payments"));
        var replicaSet = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "", "app=web,pod-template-hash=1", rollout));
        var experiment = await CreateAsync(Manifests.Experiment(Namespace, "web-1", "", rollout));

        await HandleAsync(replicaSet, "add");
        await HandleAsync(experiment, "add");

        Assert.Equal("app=web,team=payments", await LabelsOfAsync(replicaSet));
        Assert.Equal("app=other,team=payments", await LabelsOfAsync(experiment));
    }

    [Fact]
    public async Task Only_labels_are_written_by_one_apply_with_its_own_field_manager()
    {
        var rollout = await CreateAsync(Manifests.Rollout(Namespace, "web", "team=payments"));
        var before = await CreateAsync(Manifests.ReplicaSet(Namespace, "web-1", "app=web", "app=web", rollout));

        var outcome = await HandleAsync(before, "add");

        var after = await Admin.GetAsync(before);
        var ours = Assert.Single(after["metadata"]!["managedFields"]!.AsArray(), entry => (string?)entry!["manager"] == "tagalong")!;
        Assert.Equal(("Apply", """{"f:metadata":{"f:labels":{"f:team":{}}}}"""), ((string?)ours["operation"], ours["fieldsV1"]!.ToJsonString()));
        Assert.Equal((OutcomeKind.Labeled, 1), (outcome.Kind, outcome.Writes));
        Assert.Equal(WithoutLabels(before), WithoutLabels(after));
    }

    private static JsonObject RoleInTemplate(string? role) => new()
    {
        ["spec"] = new JsonObject
        {
            ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["role"] = role } } },
        },
    };

    private static string WithoutLabels(JsonObject value)
    {
        var copy = value.DeepClone().AsObject();

        // On a full cluster a controller writes the status.
        copy.Remove("status");
        foreach (var name in (string[])["labels", "managedFields", "resourceVersion"])
        {
            copy["metadata"]!.AsObject().Remove(name);
        }

        return copy.ToJsonString();
    }
}
