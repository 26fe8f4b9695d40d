using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Tests.Outcomes;

public class OutcomeReasonsTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Docs", "outcomes.md"));

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Every_reason_has_an_outcome_and_the_page_on_outcomes_says_which(OutcomeReason reason)
    {
        var row = Assert.Single(Page, line => line.StartsWith('|') && line.Split('|')[1].Contains($"`{reason}`", StringComparison.Ordinal));

        Assert.StartsWith(reason.Kind().ToString(), row.Split('|')[2].Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_on_outcomes_knows_every_reason_for_which_a_label_is_kept() =>
        Assert.All(Enum.GetNames<SkipReason>(), reason => Assert.Contains(Page, line => line.Contains($"`{reason}`", StringComparison.Ordinal)));

    public static TheoryData<OutcomeReason> Reasons => [.. Enum.GetValues<OutcomeReason>()];
}
