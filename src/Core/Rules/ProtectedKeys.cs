using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>
/// Keys that controllers find their own objects by. They are never added, changed or removed, whatever a policy says.
/// </summary>
public static class ProtectedKeys
{
    private static readonly GroupKind AnalysisRun = new("argoproj.io", "AnalysisRun");

    /// <summary>Protected on every target.</summary>
    public static ImmutableArray<string> Everywhere { get; } =
    [
        "rollouts-pod-template-hash",
        "pod-template-hash",
        "controller-revision-hash",
        "argo-rollouts.argoproj.io/controller-instance-id",
    ];

    /// <summary>Protected on AnalysisRuns besides: by these Argo Rollouts tells the runs of one Rollout apart.</summary>
    public static ImmutableArray<string> OnAnalysisRuns { get; } = ["rollout-type", "step-index"];

    /// <summary>Whether a key is protected on objects of a kind.</summary>
    public static bool Cover(GroupKind target, string key) =>
        Everywhere.Contains(key) || (OnAnalysisRuns.Contains(key) && target == AnalysisRun);
}
