using Tagalong.Core.Applying;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Core.Tests.Sweeping;

public class SweepExitCodeTests
{
    [Theory]
    [InlineData(SweepEnd.Complete, null, 0, 0)]
    [InlineData(SweepEnd.Incomplete, OutcomeReason.Forbidden, 1, 1)]
    [InlineData(SweepEnd.Failed, OutcomeReason.Unreachable, 1, 3)]
    [InlineData(SweepEnd.Refused, OutcomeReason.SweepUnderWay, 1, 3)]
    [InlineData(SweepEnd.Refused, OutcomeReason.UnknownCluster, 2, 2)]
    [InlineData(SweepEnd.Cancelled, null, 130, 130)]
    public void Each_program_has_its_documented_exit_code(SweepEnd end, OutcomeReason? reason, int server, int commandLine)
    {
        var summary = SummaryOf(
            new ClusterSummary(new ClusterName("eu"), SweepEnd.Complete), new ClusterSummary(new ClusterName("us"), end) { Reason = reason });

        Assert.Equal(server, SweepExitCode.ForServer(summary));
        Assert.Equal(commandLine, SweepExitCode.ForCommandLine(summary));
    }

    [Fact]
    public void A_cancelled_sweep_is_reported_before_a_failed_cluster()
    {
        var summary = SummaryOf(
            new ClusterSummary(new ClusterName("eu"), SweepEnd.Failed), new ClusterSummary(new ClusterName("us"), SweepEnd.Cancelled));

        Assert.Equal(130, SweepExitCode.ForServer(summary));
        Assert.Equal(130, SweepExitCode.ForCommandLine(summary));
    }

    private static SweepSummary SummaryOf(params ClusterSummary[] clusters) => new("sweep-1", WriteMode.Apply, [.. clusters], TimeSpan.FromSeconds(1));
}
