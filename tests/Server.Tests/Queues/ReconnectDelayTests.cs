using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Queues;

/// <summary>How long to wait before the next attempt to connect.</summary>
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
    public void A_connection_that_closes_at_once_counts_as_a_failure()
    {
        for (var failures = 0; failures < 12; failures++)
        {
            AssertAfter(failures, _delay.Next());
            _delay.Ended(wasUsed: false, lasted: Longest - TimeSpan.FromTicks(1));
        }
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 100)]
    public void A_connection_that_was_used_or_lasted_resets_the_wait(bool wasUsed, int lastedSeconds)
    {
        for (var failures = 0; failures < 5; failures++)
        {
            _delay.Next();
        }

        _delay.Ended(wasUsed, TimeSpan.FromSeconds(lastedSeconds));

        AssertAfter(0, _delay.Next());
    }

    private static void AssertAfter(int failures, TimeSpan wait)
    {
        var whole = Math.Min(100, Math.Pow(2, failures));
        Assert.InRange(wait.TotalSeconds, whole / 2, whole);
    }
}
