namespace Tagalong.Functions.Tests.Watching;

internal static class HttpClientReading
{
    /// <summary>The body, whatever the status.</summary>
    public static async Task<string> GetStringOfAnyStatusAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
