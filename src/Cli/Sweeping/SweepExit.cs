using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>What a sweep means for whoever started the process.</summary>
internal static class SweepExit
{
    /// <summary>Whether some cluster could not be looked through, so that the answer is not the whole answer.</summary>
    public static bool IsBlind(SweepSummary summary) => summary.Clusters.Any(static cluster => cluster.End is SweepEnd.Failed or SweepEnd.Refused);

    /// <summary>The exit code of a verb that was to write labels.</summary>
    public static int Of(SweepSummary summary) =>
        IsBlind(summary) ? ExitCode.Failed : summary.IsComplete ? ExitCode.Success : ExitCode.NotAsExpected;
}
