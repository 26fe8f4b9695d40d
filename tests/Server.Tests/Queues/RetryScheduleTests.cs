using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Queues;

public class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    [Fact]
    public void Each_delay_is_four_times_the_one_before_up_to_the_longest() =>
        Assert.Equal([1, 4, 16, 64, 256, 300], Schedule.Delays.Select(static delay => delay.TotalSeconds));

    [Theory]
    [InlineData(0, null, 1)]
    [InlineData(2, null, 16)]
    [InlineData(5, null, 300)]
    [InlineData(999, null, 300)]
    [InlineData(0, 10.0, 16)]
    [InlineData(3, 10.0, 64)]
    [InlineData(0, 4.0, 4)]
    [InlineData(0, 1000.0, 300)]
    public void The_delay_depends_on_the_attempts_and_is_at_least_what_was_requested(int attempts, double? requested, double expected) =>
        Assert.Equal(TimeSpan.FromSeconds(expected), Schedule.After(attempts, requested is { } seconds ? TimeSpan.FromSeconds(seconds) : null));

    [Fact]
    public void There_is_one_delay_if_the_first_is_the_longest() =>
        Assert.Equal([TimeSpan.FromSeconds(2)], new RetrySchedule(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)).Delays);
}
