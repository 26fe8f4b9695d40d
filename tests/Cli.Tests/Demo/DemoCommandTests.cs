using Tagalong.Cli.Demo;

namespace Tagalong.Cli.Tests.Demo;

public class DemoCommandTests
{
    [Theory]
    [InlineData(null, 1400)]
    [InlineData("brief", 1400)]
    [InlineData("fast", 0)]
    [InlineData("recorded", int.MaxValue)]
    public void Each_pace_limits_the_pauses(string? pace, int milliseconds) => Assert.Equal(milliseconds, DemoCommand.MaxGapOf(pace));
}
