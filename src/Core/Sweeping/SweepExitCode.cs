using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>The exit codes of a sweep, for both programs. Sources: <c>docs/sweep.md</c>, <c>docs/cli.md</c>.</summary>
public static class SweepExitCode
{
    /// <summary>Every cluster is complete.</summary>
    public const int Complete = 0;

    /// <summary>An object was denied, rejected or deferred.</summary>
    public const int Incomplete = 1;

    /// <summary>The command line or the configuration is wrong, or names an unknown cluster: nothing was swept.</summary>
    public const int Misconfigured = 2;

    /// <summary>A cluster failed or was not started. Only <c>tagalong</c> reports it separately.</summary>
    public const int ClusterFailed = 3;

    /// <summary>A signal cancelled the sweep.</summary>
    public const int Cancelled = 130;

    /// <summary>The exit code of <c>tagalong-server sweep</c>. A failed cluster counts as incomplete: the summary names it.</summary>
    public static int ForServer(SweepSummary summary) => Of(summary, failedCluster: Incomplete);

    /// <summary>The exit code of <c>tagalong sweep</c>.</summary>
    public static int ForCommandLine(SweepSummary summary) => Of(summary, failedCluster: ClusterFailed);

    private static int Of(SweepSummary summary, int failedCluster)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.Clusters.Any(static cluster => cluster.Reason == OutcomeReason.UnknownCluster) ? Misconfigured
            : summary.Clusters.Any(static cluster => cluster.End == SweepEnd.Cancelled) ? Cancelled
            : summary.Clusters.Any(static cluster => cluster.End is SweepEnd.Failed or SweepEnd.Refused) ? failedCluster
            : summary.IsComplete ? Complete
            : Incomplete;
    }
}
