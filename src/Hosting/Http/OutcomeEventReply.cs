using CloudNative.CloudEvents.Http;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Http;

/// <summary>A response that is the event of the outcome, in the binary mode of CloudEvents over HTTP.</summary>
internal static class OutcomeEventReply
{
    /// <summary>Writes the event. Brokers take it from a 200; a 202 must not have one.</summary>
    public static async ValueTask WriteAsync(HttpResponse response, OutcomeEvent outcomeEvent)
    {
        response.StatusCode = StatusCodes.Status200OK;
        foreach (var (name, value) in outcomeEvent.Attributes)
        {
            response.Headers[$"ce-{name}"] = HttpUtilities.EncodeHeaderValue(value);
        }

        response.ContentType = "application/json";
        response.ContentLength = outcomeEvent.Data.Length;
        await response.Body.WriteAsync(outcomeEvent.Data);
    }
}
