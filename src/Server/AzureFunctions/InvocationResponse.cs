using System.Buffers;
using System.Net.Mime;
using System.Text.Json;
using Tagalong.Core.Outcomes;

namespace Tagalong.Server.AzureFunctions;

/// <summary>
/// Answers an invocation: <c>{"Outputs":{},"Logs":[…],"ReturnValue":null}</c>. Without a body the host would wait until its
/// time is up, and with another content type it would take the invocation as failed.
/// </summary>
internal static class InvocationResponse
{
    public static async Task WriteAsync(HttpResponse response, IReadOnlyCollection<Outcome> outcomes)
    {
        var body = Body(outcomes);
        response.StatusCode = InvocationContract.StatusOf(outcomes);
        response.ContentType = MediaTypeNames.Application.Json;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body);
    }

    private static ReadOnlyMemory<byte> Body(IReadOnlyCollection<Outcome> outcomes)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(body);
        json.WriteStartObject();
        json.WriteStartObject("Outputs"u8);
        json.WriteEndObject();
        json.WriteStartArray("Logs"u8);
        foreach (var (reason, count) in outcomes.CountBy(static outcome => outcome.Reason))
        {
            json.WriteStringValue($"{count} of {outcomes.Count}: {reason.Kind()} ({reason})");
        }

        json.WriteEndArray();
        json.WriteNull("ReturnValue"u8);
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
