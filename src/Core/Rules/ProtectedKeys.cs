using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>Keys that controllers select their own objects by. No policy can add, change or remove them.</summary>
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

    /// <summary>Protected on AnalysisRuns only: Argo Rollouts distinguishes the runs of one Rollout by them.</summary>
    public static ImmutableArray<string> OnAnalysisRuns { get; } = ["rollout-type", "step-index"];

    internal static bool Cover(GroupKind target, string key) =>
        Everywhere.Contains(key) || (OnAnalysisRuns.Contains(key) && target == AnalysisRun);
}
