using Microsoft.Extensions.Time.Testing;
using Tagalong.Cli.Demo;

namespace Tagalong.Cli.Tests.Demo;

public class PacingTests
{
    [Theory]
    [InlineData("Brief", 100, 100)]
    [InlineData("Brief", 6000, 1400)]
    [InlineData("Fast", 6000, 0)]
    [InlineData("Recorded", 6000, 6000)]
    public async Task A_gap_lasts_as_long_as_its_pace_says(string pace, int recorded, int waited)
    {
        var time = new FakeTimeProvider();
        var gap = new Pacing(Enum.Parse<Pace>(pace), time).WaitAsync(recorded, TestContext.Current.CancellationToken);

        if (waited > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(waited - 1));
            Assert.False(gap.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await gap;
    }
}
