using Tagalong.Server.Queues;

namespace Tagalong.Server.Tests.Queues;

public class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));

    [Fact]
    public void Delays_are_four_times_as_long_each_up_to_the_longest() =>
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
    public void The_delay_goes_by_the_attempts_and_is_not_less_than_what_was_asked_for(int attempts, double? askedFor, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Schedule.After(attempts, askedFor is { } asked ? TimeSpan.FromSeconds(asked) : null));

    [Fact]
    public void There_is_one_delay_where_the_first_is_the_longest() =>
        Assert.Equal([TimeSpan.FromSeconds(2)], new RetrySchedule(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2)).Delays);
}
