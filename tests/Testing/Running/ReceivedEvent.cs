using System.Text.Json.Nodes;

namespace Tagalong.Testing.Running;

/// <summary>A CloudEvent in binary mode as it came over the wire.</summary>
internal sealed record ReceivedEvent(IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string this[string attribute] => Uri.UnescapeDataString(Headers[$"ce-{attribute}"]);

    public JsonNode Data => JsonNode.Parse(Body)!;

    /// <summary>What a broker makes of an answer: its headers and body, as a request.</summary>
    public static async Task<ReceivedEvent> OfAsync(HttpResponseMessage response) => new(
        response.Headers.Concat(response.Content.Headers).ToDictionary(static header => header.Key, static header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    public HttpRequestMessage ToMessage()
    {
        var message = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(Body) };
        message.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in Headers.Where(static header => header.Key.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)))
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
