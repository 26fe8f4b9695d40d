using Tagalong.Core.Outcomes;
using Tagalong.Server.Consuming;

namespace Tagalong.Server.Tests.Consuming;

public class SettlementContractTests
{
    [Fact]
    public void What_is_done_goes_what_can_be_done_later_comes_again_and_what_cannot_is_kept() => Assert.Equal(
        """
        Labeled Done
        Unchanged Done
        Ignored Done
        Gone Done
        Rejected DeadLetter
        Denied RetryLater
        Deferred RetryLater
        """.Split('\n'),
        Enum.GetValues<OutcomeKind>().Select(static kind => $"{kind} {SettlementContract.Of(kind)}"));
}
