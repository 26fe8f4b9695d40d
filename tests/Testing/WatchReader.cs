using System.Text.Json.Nodes;

namespace Tagalong.Testing;

/// <summary>Reads the events of one watch.</summary>
public sealed class WatchReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _lines;

    private WatchReader(HttpResponseMessage response, StreamReader lines) => (_response, _lines) = (response, lines);

    public static async Task<WatchReader> OpenAsync(HttpClient client, string url)
    {
        var cancelled = TestContext.Current.CancellationToken;
        var response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancelled);
        response.EnsureSuccessStatusCode();
        return new WatchReader(response, new StreamReader(await response.Content.ReadAsStreamAsync(cancelled)));
    }

    /// <summary>The next event as <c>TYPE name</c>; null at the end.</summary>
    public async Task<string?> NextAsync() => await NextEventAsync() is { } seen ? $"{seen["type"]} {seen["object"]!["metadata"]!["name"]}".TrimEnd() : null;

    public async Task<JsonNode?> NextEventAsync() =>
        await _lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line ? JsonNode.Parse(line) : null;

    public void Dispose()
    {
        _lines.Dispose();
        _response.Dispose();
    }
}
