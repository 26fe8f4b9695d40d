using Tagalong.Core.Outcomes;
using Tagalong.Server.Consuming;

namespace Tagalong.Server.Tests.Consuming;

public class SettlementContractTests
{
    [Fact]
    public void Each_outcome_completes_abandons_or_dead_letters_its_message() => Assert.Equal(
        """
        Labeled Complete
        Unchanged Complete
        Ignored Complete
        Gone Complete
        Rejected DeadLetter
        Denied Abandon
        Deferred Abandon
        """.Split('\n'),
        Enum.GetValues<OutcomeKind>().Select(static kind => $"{kind} {SettlementContract.Of(kind)}"));
}
