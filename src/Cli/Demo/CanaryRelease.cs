using static Tagalong.Cli.Demo.Manifests;
using static Tagalong.Cli.Demo.Step;

namespace Tagalong.Cli.Demo;

/// <summary>
/// A canary release with an Experiment, in order: who changes what, and how many milliseconds after the previous step. The
/// steps and gaps were recorded from Argo Rollouts 1.8.4. They include the ReplicaSet controller's steps, and two by users.
/// </summary>
internal static class CanaryRelease
{
    private const string Argo = "rollouts-controller";
    private const string ReplicaSets = "kube-controller-manager";
    private const string KubectlApply = "kubectl-client-side-apply";
    private const string KubectlPatch = "kubectl-patch";
    private const string KubectlLabel = "kubectl-label";

    public static Scenario Scenario { get; } = new(
        Setup, [Start, NewVersion, ExperimentStarts, LabelRemoved, ExperimentEnds, Promotion],
        CanaryExpectations.Labels, CanaryExpectations.Writes, CanaryExpectations.MaxReads);

    /// <summary>Version 2.3.1 runs, and a user has changed the cost center of its ReplicaSet.</summary>
    private static IReadOnlyList<Step> Setup =>
    [
        Create(0, KubectlApply, NewRollout),
        Create(0, Argo, NewStableReplicaSet),
        Status(0, ReplicaSets, StableReplicaSet, """{"observedGeneration":1,"replicas":2,"fullyLabeledReplicas":2,"readyReplicas":2,"availableReplicas":2}"""),
        Status(0, Argo, Rollout, """{"phase":"Healthy","currentStepIndex":2,"currentPodHash":"8668bffb96","stableRS":"8668bffb96","replicas":2,"availableReplicas":2}"""),
        Update(0, KubectlLabel, StableReplicaSet, """{"metadata":{"labels":{"cost-center":"cc-7000"}}}"""),
    ];

    private static Phase Start => new("Tagalong starts, and its relay sends the existing objects", []);

    private static Phase NewVersion => new("Version 2.4.0 is rolled out: Argo creates the canary's ReplicaSet",
    [
        Update(0, KubectlPatch, Rollout, """{"spec":{"template":{"spec":{"containers":[{"name":"checkout","image":"registry.example/checkout:2.4.0"}]}}}}"""),
        Create(7, Argo, NewCanaryReplicaSet),
        Status(4, ReplicaSets, CanaryReplicaSet, """{"observedGeneration":1,"terminatingReplicas":0}"""),
        Update(6, Argo, Rollout, """{"metadata":{"annotations":{"rollout.argoproj.io/revision":"2"}}}"""),
        Status(10, Argo, Rollout, """{"conditions":[{"type":"Progressing","status":"True","reason":"NewReplicaSetCreated"}]}"""),
        Status(7, Argo, Rollout, """{"phase":"Progressing","message":"more replicas need to be updated","currentPodHash":"5787c9fcb6","currentStepIndex":0}"""),
        Update(5, Argo, CanaryReplicaSet, """{"spec":{"replicas":1}}"""),
        Status(8, ReplicaSets, CanaryReplicaSet, """{"observedGeneration":2}"""),
        Status(3, ReplicaSets, CanaryReplicaSet, """{"replicas":1,"fullyLabeledReplicas":1}"""),
        Status(10, Argo, Rollout, """{"replicas":3,"updatedReplicas":1}"""),
        Status(100, ReplicaSets, CanaryReplicaSet, """{"readyReplicas":1,"availableReplicas":1}"""),
        Update(7, Argo, StableReplicaSet, """{"spec":{"replicas":1}}"""),
        Status(13, ReplicaSets, StableReplicaSet, """{"observedGeneration":2}"""),
        Status(10, Argo, Rollout, """{"availableReplicas":3}"""),
        Status(4, ReplicaSets, StableReplicaSet, """{"replicas":1,"fullyLabeledReplicas":1,"readyReplicas":1,"availableReplicas":1,"terminatingReplicas":1}"""),
        Status(11, ReplicaSets, StableReplicaSet, """{"terminatingReplicas":0}"""),
    ]);

    private static Phase ExperimentStarts => new("The Experiment step: Argo creates an Experiment with two ReplicaSets",
    [
        Status(18, Argo, Rollout, """{"replicas":2,"availableReplicas":2,"currentStepIndex":1}"""),
        Create(2, Argo, NewExperiment),
        Create(6, Argo, NewBaselineReplicaSet),
        Status(5, ReplicaSets, BaselineReplicaSet, """{"observedGeneration":1,"terminatingReplicas":0}"""),
        Status(4, Argo, Rollout, """{"canary":{"currentExperiment":"checkout-5787c9fcb6-2-1"}}"""),
        Create(2, Argo, NewContenderReplicaSet),
        Status(8, ReplicaSets, ContenderReplicaSet, """{"observedGeneration":1,"terminatingReplicas":0}"""),
        Status(4, Argo, Experiment, """{"phase":"Pending","templateStatuses":[{"name":"baseline","availableReplicas":0},{"name":"canary","availableReplicas":0}]}"""),
        Update(16, Argo, BaselineReplicaSet, """{"spec":{"replicas":1}}"""),
        Status(10, ReplicaSets, BaselineReplicaSet, """{"observedGeneration":2}"""),
        Update(8, Argo, ContenderReplicaSet, """{"spec":{"replicas":1}}"""),
        Status(3, ReplicaSets, BaselineReplicaSet, """{"replicas":1,"fullyLabeledReplicas":1}"""),
        Status(8, Argo, Experiment, """{"conditions":[{"type":"Progressing","status":"True","reason":"ReplicaSetUpdated"}]}"""),
        Status(5, ReplicaSets, ContenderReplicaSet, """{"observedGeneration":2}"""),
        Status(9, ReplicaSets, ContenderReplicaSet, """{"replicas":1,"fullyLabeledReplicas":1}"""),
        Status(75, ReplicaSets, BaselineReplicaSet, """{"readyReplicas":1,"availableReplicas":1}"""),
        Status(6, Argo, Experiment, """{"templateStatuses":[{"name":"baseline","availableReplicas":1},{"name":"canary","availableReplicas":0}]}"""),
        Status(18, ReplicaSets, ContenderReplicaSet, """{"readyReplicas":1,"availableReplicas":1}"""),
        Status(6, Argo, Experiment, """{"phase":"Running","templateStatuses":[{"name":"baseline","availableReplicas":1},{"name":"canary","availableReplicas":1}]}"""),
    ]);

    private static Phase LabelRemoved => new("A user removes a label from the canary's ReplicaSet: kubectl label rs checkout-5787c9fcb6 team-",
    [
        Update(1661, KubectlLabel, CanaryReplicaSet, """{"metadata":{"labels":{"team":null}}}"""),
    ]);

    private static Phase ExperimentEnds => new("The Experiment succeeds, and Argo schedules the scale-down of its ReplicaSets",
    [
        Status(5992, Argo, Experiment, """{"phase":"Successful"}"""),
        Update(6, Argo, BaselineReplicaSet, """{"metadata":{"annotations":{"scale-down-deadline":"2026-11-23T01:52:53Z"}}}"""),
        Status(9, Argo, Rollout, """{"canary":{"currentExperiment":null},"currentStepIndex":2}"""),
        Update(12, Argo, ContenderReplicaSet, """{"metadata":{"annotations":{"scale-down-deadline":"2026-11-23T01:52:53Z"}}}"""),
        Status(20, Argo, Experiment, """{"templateStatuses":[{"name":"baseline","availableReplicas":1,"status":"Successful"},{"name":"canary","availableReplicas":1,"status":"Successful"}]}"""),
    ]);

    private static Phase Promotion => new("The canary is promoted: the role in its pod template changes from canary to stable; the old version loses its role",
    [
        Status(1988, Argo, Rollout, """{"conditions":[{"type":"Progressing","status":"True","reason":"RolloutStepCompleted"}]}"""),
        Update(17, Argo, CanaryReplicaSet, """{"spec":{"replicas":2}}"""),
        Status(15, ReplicaSets, CanaryReplicaSet, """{"observedGeneration":3}"""),
        Status(9, ReplicaSets, CanaryReplicaSet, """{"replicas":2,"fullyLabeledReplicas":2}"""),
        Status(18, Argo, Rollout, """{"replicas":3,"updatedReplicas":2,"message":"old replicas are pending termination"}"""),
        Status(92, ReplicaSets, CanaryReplicaSet, """{"readyReplicas":2,"availableReplicas":2}"""),
        Update(14, Argo, StableReplicaSet, """{"spec":{"replicas":0}}"""),
        Status(24, Argo, Rollout, """{"availableReplicas":3,"stableRS":"5787c9fcb6"}"""),
        Status(17, ReplicaSets, StableReplicaSet, """{"observedGeneration":3}"""),
        Update(12, Argo, CanaryReplicaSet, """
            {
              "metadata": { "annotations": { "rollout.argoproj.io/ephemeral-metadata": "{\"labels\":{\"role\":\"stable\"}}" } },
              "spec": { "template": { "metadata": { "labels": { "role": "stable" } } } }
            }
            """),
        Status(5, ReplicaSets, StableReplicaSet, """{"replicas":0,"fullyLabeledReplicas":null,"readyReplicas":null,"availableReplicas":null}"""),
        Status(4, ReplicaSets, CanaryReplicaSet, """{"observedGeneration":4,"fullyLabeledReplicas":null}"""),
        Status(20, ReplicaSets, CanaryReplicaSet, """{"fullyLabeledReplicas":1}"""),
        Status(9, ReplicaSets, CanaryReplicaSet, """{"fullyLabeledReplicas":2}"""),
        Update(5, Argo, StableReplicaSet, """
            {
              "metadata": { "annotations": { "rollout.argoproj.io/ephemeral-metadata": null } },
              "spec": { "template": { "metadata": { "labels": { "role": null } } } }
            }
            """),
        Status(4, ReplicaSets, StableReplicaSet, """{"observedGeneration":4}"""),
        Status(78, Argo, Rollout, """{"phase":"Healthy","message":null,"replicas":2,"availableReplicas":2}"""),
    ]);
}
