using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Tests.Outcomes;

public class FailureTests
{
    [Theory]
    [InlineData(null, OutcomeReason.Invalid, OutcomeReason.Invalid)]
    [InlineData(OutcomeReason.Invalid, OutcomeReason.NoObject, OutcomeReason.Invalid)]
    [InlineData(OutcomeReason.Invalid, OutcomeReason.Forbidden, OutcomeReason.Forbidden)]
    [InlineData(OutcomeReason.Invalid, OutcomeReason.TimedOut, OutcomeReason.TimedOut)]
    [InlineData(OutcomeReason.TimedOut, OutcomeReason.Invalid, OutcomeReason.TimedOut)]
    [InlineData(OutcomeReason.TimedOut, OutcomeReason.Forbidden, OutcomeReason.TimedOut)]
    public void The_first_failure_decides_unless_only_the_second_is_worth_a_retry(OutcomeReason? first, OutcomeReason second, OutcomeReason worse) =>
        Assert.Equal(worse, Failure.Worse(first is { } reason ? new Failure(reason) : null, new Failure(second)).Reason);
}
