using System.Net.Http.Headers;
using CloudNative.CloudEvents.Http;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>An event of an outcome in the binary mode of CloudEvents over HTTP: as an answer, and as a request.</summary>
internal static class OutcomeEventMessage
{
    private const string Prefix = "ce-";
    private const string Json = "application/json";

    /// <summary>Answers with the event. Brokers take it from a 200; in a 202 there has to be none.</summary>
    public static async ValueTask WriteAsync(HttpResponse response, OutcomeEvent told)
    {
        response.StatusCode = StatusCodes.Status200OK;
        foreach (var (name, value) in told.Attributes)
        {
            response.Headers[Prefix + name] = HttpUtilities.EncodeHeaderValue(value);
        }

        response.ContentType = Json;
        response.ContentLength = told.Data.Length;
        await response.Body.WriteAsync(told.Data);
    }

    /// <summary>The request that posts the event.</summary>
    public static HttpRequestMessage To(Uri sink, OutcomeEvent told)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, sink)
        {
            Content = new ReadOnlyMemoryContent(told.Data) { Headers = { ContentType = new MediaTypeHeaderValue(Json) } },
        };
        foreach (var (name, value) in told.Attributes)
        {
            message.Headers.TryAddWithoutValidation(Prefix + name, HttpUtilities.EncodeHeaderValue(value));
        }

        return message;
    }
}
