using System.Net;
using System.Text.Json.Nodes;

namespace Tagalong.Testing;

/// <summary>Requests with JSON in both directions.</summary>
public static class HttpCalls
{
    public static Task<(HttpStatusCode Code, JsonNode Body)> GetJsonAsync(this HttpClient client, string url) => client.CallAsync(HttpMethod.Get, url);

    public static async Task<(HttpStatusCode Code, JsonNode Body)> CallAsync(
        this HttpClient client, HttpMethod method, string url, string? body = null, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(method, url);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new(mediaType);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonNode.Parse(text)!);
    }

    /// <summary>The message of an error status.</summary>
    public static string Message(this JsonNode status) => status["message"]!.ToString();
}
