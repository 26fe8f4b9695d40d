using System.Net.Http.Headers;

namespace Tagalong.Core.ApiServer;

/// <summary>Reads how long a server asks to wait: the header <c>Retry-After</c>, in seconds or as a date (RFC 9110, section 10.2.3).</summary>
public static class RetryAfterHeader
{
    /// <summary>The wait, or null where the header is missing or its date has passed.</summary>
    public static TimeSpan? RetryDelay(this HttpResponseHeaders headers, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(headers);
        return ToDelay(headers.RetryAfter, time);
    }

    /// <summary>The wait that the value of the header says, or null where it says none.</summary>
    internal static TimeSpan? Parse(string value, TimeProvider time) =>
        RetryConditionHeaderValue.TryParse(value, out var parsed) ? ToDelay(parsed, time) : null;

    private static TimeSpan? ToDelay(RetryConditionHeaderValue? value, TimeProvider time) => value switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > time.GetUtcNow() => date - time.GetUtcNow(),
        _ => null,
    };
}
