using System.Text.Json;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Http;

/// <summary>Bodies of requests, of which the API server takes 3 MiB and no more.</summary>
internal static class RequestBody
{
    public const long Limit = 3 * 1024 * 1024;

    private const int MaximumDepth = 64;

    /// <returns>Null, if there is no body.</returns>
    /// <exception cref="StatusException">400 or 413.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        return body.IsEmpty ? null : Parse(body.Span);
    }

    /// <exception cref="StatusException">400, if the body is no object; 413; 415, if it is not in JSON.</exception>
    public static async Task<JsonObject> ReadNewObjectAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        return MediaType(request) switch
        {
            "" or "application/json" => Parse(body.Span) as JsonObject ?? throw NoObject(),
            ProtobufNamespace.MediaType => ProtobufNamespace.Read(body.Span) ?? throw Unreadable(),
            _ => throw Unreadable(),
        };
    }

    /// <summary>Reads what is to be applied: in YAML, of which JSON is a part.</summary>
    /// <exception cref="StatusException">400, if the body is no object; 413.</exception>
    public static async Task<JsonObject> ReadConfigurationAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        try
        {
            return (IsJson(body.Span) ? Parse(body.Span) : YamlBody.Parse(body.Span)) as JsonObject ?? throw NoObject();
        }
        catch (FormatException exception)
        {
            throw Refusals.BadRequest($"error decoding YAML: {exception.Message}");
        }
    }

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(buffer, cancellationToken);
            return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Refusals.TooLarge(Limit);
        }
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

            // A name that is there twice shows only when the tree is first walked.
            Walk(node);
            return node;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Refusals.BadRequest($"couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    private static void Walk(JsonNode? node)
    {
        var children = node switch
        {
            JsonObject map => map.Select(field => field.Value),
            JsonArray list => list,
            _ => [],
        };
        foreach (var child in children)
        {
            Walk(child);
        }
    }

    private static StatusException Unreadable() =>
        Refusals.UnsupportedMediaType("application/json", "application/yaml", ProtobufNamespace.MediaType);

    private static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    private static StatusException NoObject() => Refusals.BadRequest("the body of the request must be a JSON object");
}
