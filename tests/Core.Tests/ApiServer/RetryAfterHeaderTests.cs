using Microsoft.Extensions.Time.Testing;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

public class RetryAfterHeaderTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 0)]
    [InlineData("Wed, 01 Jul 2026 12:00:30 GMT", 30)]
    [InlineData("Wed, 01 Jul 2026 11:59:00 GMT", null)]
    [InlineData("soon", null)]
    [InlineData("-1", null)]
    public void The_wait_is_in_seconds_or_until_a_date(string value, int? seconds)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));
        using var response = new HttpResponseMessage();
        response.Headers.TryAddWithoutValidation("Retry-After", value);

        Assert.Equal(seconds, response.Headers.RetryDelay(clock)?.TotalSeconds);
        Assert.Equal(seconds, RetryAfterHeader.Parse(value, clock)?.TotalSeconds);
    }
}
