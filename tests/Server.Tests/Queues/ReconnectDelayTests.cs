using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Queues;

/// <summary>How long to wait before a broker is tried again.</summary>
public class ReconnectDelayTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(100);

    private readonly ReconnectDelay _delay = new(Longest, new Random(1));

    [Fact]
    public void It_doubles_with_each_failure_up_to_the_longest()
    {
        var waits = Enumerable.Range(0, 12).Select(_ => _delay.Next()).ToList();

        Assert.All(waits.Index(), wait => AssertAfter(wait.Index, wait.Item));
    }

    [Fact]
    public void What_begins_well_and_ends_at_once_is_a_failure_like_any_other()
    {
        for (var failures = 0; failures < 12; failures++)
        {
            AssertAfter(failures, _delay.Next());
            _delay.Ended(wasOfUse: false, lasted: Longest - TimeSpan.FromTicks(1));
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 100)]
    public void What_was_of_use_or_lasted_has_the_waits_begin_anew(bool wasOfUse, int lastedSeconds)
    {
        for (var failures = 0; failures < 5; failures++)
        {
            _delay.Next();
        }

        _delay.Ended(wasOfUse, TimeSpan.FromSeconds(lastedSeconds));

        AssertAfter(0, _delay.Next());
    }

    private static void AssertAfter(int failures, TimeSpan wait)
    {
        var whole = Math.Min(100, Math.Pow(2, failures));
        Assert.InRange(wait.TotalSeconds, whole / 2, whole);
    }
}
