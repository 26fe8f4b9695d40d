using System.Text.Json;

namespace Tagalong.DevCluster.Requests;

/// <summary>Reads bodies of requests, up to the 3 MiB that the real server allows.</summary>
internal static class RequestBody
{
    public const long Limit = 3 * 1024 * 1024;

    private const int MaximumDepth = 64;

    /// <returns>Null if there is no body.</returns>
    /// <exception cref="StatusException">400 or 413.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        return body.IsEmpty ? null : Parse(body.Span);
    }

    /// <exception cref="StatusException">400, if the body is not an object; 413; 415, if it is not JSON.</exception>
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

    /// <summary>Reads the body of a server-side apply, which is YAML or JSON.</summary>
    /// <exception cref="StatusException">400, if the body is not an object; 413.</exception>
    public static async Task<JsonObject> ReadConfigurationAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await ReadBytesAsync(request, cancellationToken);
        try
        {
            return (IsJson(body.Span) ? Parse(body.Span) : YamlToJson.Parse(body.Span)) as JsonObject ?? throw NoObject();
        }
        catch (FormatException exception)
        {
            throw StatusErrors.BadRequest($"error decoding YAML: {exception.Message}");
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
            throw StatusErrors.TooLarge(Limit);
        }
    }

    private static JsonNode? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

            // A duplicate name is found only when the tree is read for the first time.
            Walk(node);
            return node;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw StatusErrors.BadRequest($"couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    private static void Walk(JsonNode? node)
    {
        foreach (var child in node.Children())
        {
            Walk(child);
        }
    }

    private static StatusException Unreadable() =>
        StatusErrors.UnsupportedMediaType("application/json", "application/yaml", ProtobufNamespace.MediaType);

    private static bool IsJson(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8).StartsWith("{"u8);

    private static StatusException NoObject() => StatusErrors.BadRequest("the body of the request must be a JSON object");
}
