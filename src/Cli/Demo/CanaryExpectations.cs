using static Tagalong.Cli.Demo.LabelReason;
using static Tagalong.Cli.Demo.Manifests;

namespace Tagalong.Cli.Demo;

/// <summary>The expected result of <see cref="CanaryRelease"/>: every label that could have been copied, and the cost.</summary>
internal static class CanaryExpectations
{
    private const string Name = "app.kubernetes.io/name";
    private const string PartOf = "app.kubernetes.io/part-of";
    private const string ArgoCd = "argocd.argoproj.io/instance";
    private const string InstanceId = "argo-rollouts.argoproj.io/controller-instance-id";
    private const string Hash = "rollouts-pod-template-hash";

    private static readonly ExpectedLabel[] OldVersion =
    [
        new(StableReplicaSet, "team", null, "payments", FromRollout),
        new(StableReplicaSet, "cost-center", "cc-7000", "cc-7000", Kept, Owner: "kubectl-label"),
        new(StableReplicaSet, Name, null, "checkout", FromRollout),
        new(StableReplicaSet, PartOf, null, "shop", FromRollout),
        new(StableReplicaSet, "role", null, null, FollowedPodTemplate),
        new(StableReplicaSet, ArgoCd, null, null, ExcludedByDefault),
        new(StableReplicaSet, InstanceId, null, null, Protected),
        new(StableReplicaSet, Hash, "8668bffb96", "8668bffb96", Protected),
    ];

    private static readonly ExpectedLabel[] NewVersion =
    [
        new(CanaryReplicaSet, "team", null, "payments", CameBack),
        new(CanaryReplicaSet, "cost-center", null, "cc-1042", FromRollout),
        new(CanaryReplicaSet, Name, null, "checkout", FromRollout),
        new(CanaryReplicaSet, PartOf, null, "shop", FromRollout),
        new(CanaryReplicaSet, "role", null, "stable", FollowedPodTemplate),
        new(CanaryReplicaSet, ArgoCd, null, null, ExcludedByDefault),
        new(CanaryReplicaSet, InstanceId, null, null, Protected),
        new(CanaryReplicaSet, Hash, "5787c9fcb6", "5787c9fcb6", Protected),
    ];

    private static readonly ExpectedLabel[] ExperimentItself =
    [
        new(Experiment, "team", null, "payments", FromRollout),
        new(Experiment, "cost-center", null, "cc-1042", FromRollout),
        new(Experiment, Name, null, "checkout", FromRollout),
        new(Experiment, PartOf, null, "shop", FromRollout),
        new(Experiment, ArgoCd, null, null, ExcludedByDefault),
        new(Experiment, InstanceId, "blue", "blue", Protected),
        new(Experiment, Hash, "5787c9fcb6", "5787c9fcb6", Protected),
    ];

    /// <summary>The labels; the objects in the order of their creation.</summary>
    public static IReadOnlyList<ExpectedLabel> Labels { get; } =
    [
        .. OldVersion,
        .. NewVersion,
        .. ExperimentItself,
        .. OfExperiment(BaselineReplicaSet, role: "stable", hash: "67d65fd7df"),
        .. OfExperiment(ContenderReplicaSet, role: "canary", hash: "7c9b6d5f4c"),
    ];

    /// <summary>One for each of the five objects, one for each <c>role</c> that changes, one for the label that a user removes.</summary>
    public const int Writes = 8;

    /// <summary>On a machine that is too slow to cache the Rollout: one for each of the twelve events of objects that get its
    /// labels, and one more for each <c>role</c>.</summary>
    public const int MaxReads = 14;

    private static IEnumerable<ExpectedLabel> OfExperiment(ObjectName replicaSet, string role, string hash) =>
    [
        new(replicaSet, "app", null, "checkout", FromPodTemplate),
        new(replicaSet, "role", null, role, FromPodTemplate),
        new(replicaSet, "tier", null, "web", FromPodTemplate),
        new(replicaSet, "version", null, "v2", FromPodTemplate),
        new(replicaSet, "team", null, null, NotOnPods),
        new(replicaSet, "cost-center", null, null, NotOnPods),
        new(replicaSet, Hash, hash, hash, Protected),
    ];
}
