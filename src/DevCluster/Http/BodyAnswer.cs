using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Http;

/// <summary>An answer that is known as a whole.</summary>
internal sealed class BodyAnswer(int statusCode, ReadOnlyMemory<byte> body, string contentType = "application/json") : Answer(statusCode)
{
    private int? RetryAfterSeconds { get; init; }

    /// <summary>Whether browsers are told to believe the content type.</summary>
    public bool IsNotToBeSniffed { get; init; }

    public static BodyAnswer Of(Status status)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, JsonText.Writing);
        status.WriteTo(writer);
        writer.Flush();
        return new BodyAnswer(status.Code, buffer.WrittenMemory)
        {
            RetryAfterSeconds = status.Details?.RetryAfterSeconds,
            IsNotToBeSniffed = status.IsOfAuthorization,
        };
    }

    public static BodyAnswer Of(int statusCode, Action<IBufferWriter<byte>> write, string contentType = "application/json")
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        write(buffer);
        return new BodyAnswer(statusCode, buffer.WrittenMemory, contentType);
    }

    public override async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var payload = WantsIndentation(context.Request) ? Indented() : body;
        response.StatusCode = StatusCode;
        response.ContentType = contentType;
        response.ContentLength = payload.Length;
        response.Headers.CacheControl = "no-cache, private";
        if (IsNotToBeSniffed)
        {
            response.Headers.XContentTypeOptions = "nosniff";
        }

        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        await response.BodyWriter.WriteAsync(IsCut ? payload[..(payload.Length / 2)] : payload, cancellationToken);
        if (IsCut)
        {
            await response.BodyWriter.FlushAsync(cancellationToken);
            context.Abort();
        }
    }

    // The real server indents for people: whoever asks for it, and browsers, curl and wget.
    private bool WantsIndentation(HttpRequest request)
    {
        if (contentType != "application/json")
        {
            return false;
        }

        if (request.Query.TryGetValue("pretty", out var pretty))
        {
            return pretty.ToString() is not ("false" or "0");
        }

        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal)
            || agent.StartsWith("Wget", StringComparison.Ordinal)
            || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }

    private ReadOnlyMemory<byte> Indented()
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length * 2);
        using var writer = new Utf8JsonWriter(buffer, JsonText.WritingIndented);
        JsonNode.Parse(body.Span)?.WriteTo(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
