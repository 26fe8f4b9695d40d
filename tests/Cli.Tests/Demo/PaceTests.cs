using Tagalong.Cli.Demo;

namespace Tagalong.Cli.Tests.Demo;

public class PaceTests
{
    [Theory]
    [InlineData("Brief", 100, 100)]
    [InlineData("Brief", 6000, 1400)]
    [InlineData("Fast", 6000, 0)]
    [InlineData("Recorded", 6000, 6000)]
    public void Each_pace_has_its_gaps(string pace, int recorded, int expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), Enum.Parse<Pace>(pace).GapOf(recorded));
}
