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
        using var buffer = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(buffer, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw Refusals.TooLarge(Limit);
        }

        if (buffer.Length == 0)
        {
            return null;
        }

        try
        {
            var json = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
            var node = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = MaximumDepth });

            // A name that is there twice shows only when the tree is first walked.
            _ = node?.DeepClone();
            return node;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw Refusals.BadRequest($"the object provided is unrecognized (must be of type Status): couldn't get version/kind; json parse error: {exception.Message}");
        }
    }

    /// <exception cref="StatusException">400, if the body is no JSON object; 413.</exception>
    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) as JsonObject ?? throw Refusals.BadRequest("the body of the request must be a JSON object");

    public static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();
}
