using Tagalong.Core.ApiServer;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>What came of one attempt to post an event.</summary>
/// <param name="Fault">Why the sink has it not; null if it has.</param>
/// <param name="IsTransient">Whether another attempt may help.</param>
/// <param name="RetryAfter">How long the sink asks to wait, or null.</param>
internal readonly record struct Delivery(string? Fault, bool IsTransient = false, TimeSpan? RetryAfter = null)
{
    /// <summary>What a sink's status means.</summary>
    public static Delivery Of(HttpResponseMessage response, TimeProvider time) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => default,
        404 or 408 or 409 or 429 or >= 500 => new Delivery(Text(response), IsTransient: true, response.Headers.RetryDelay(time)),
        _ => new Delivery(Text(response)),
    };

    private static string Text(HttpResponseMessage response) => $"it answered {(int)response.StatusCode}";
}
