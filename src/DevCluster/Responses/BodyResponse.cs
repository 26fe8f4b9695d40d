using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tagalong.DevCluster.Responses;

/// <summary>A response whose whole body is known.</summary>
internal sealed class BodyResponse(int statusCode, ReadOnlyMemory<byte> body, string contentType = "application/json") : ApiResponse(statusCode)
{
    // The real server indents JSON for people.
    private static readonly string[] IndentedClients = ["curl", "Wget", "Mozilla/5.0"];

    private int? RetryAfterSeconds { get; init; }

    /// <summary>Whether to send the header <c>X-Content-Type-Options: nosniff</c>.</summary>
    public bool NoSniff { get; init; }

    public static BodyResponse Of(Status status) => new(status.Code, Write(output => output.WriteJson(status.ToJson())))
    {
        RetryAfterSeconds = status.Details?.RetryAfterSeconds,
        NoSniff = status.IsAuthorizationError,
    };

    public static BodyResponse Of(int statusCode, Action<IBufferWriter<byte>> write, string contentType = "application/json") =>
        new(statusCode, Write(write), contentType);

    public override async Task WriteAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var response = context.Response;
        var payload = WantsIndentation(context.Request) ? Encoding.UTF8.GetBytes(JsonNode.Parse(body.Span)!.ToJsonString(JsonOptions.Indented)) : body;
        response.StatusCode = StatusCode;
        response.ContentType = contentType;
        response.ContentLength = payload.Length;
        response.Headers.CacheControl = "no-cache, private";
        response.Headers.XContentTypeOptions = NoSniff ? "nosniff" : default;
        response.Headers.RetryAfter = RetryAfterSeconds?.ToString(CultureInfo.InvariantCulture);
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

    private static ReadOnlyMemory<byte> Write(Action<IBufferWriter<byte>> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        write(buffer);
        return buffer.WrittenMemory;
    }

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
        return IndentedClients.Any(client => agent.StartsWith(client, StringComparison.Ordinal));
    }
}
