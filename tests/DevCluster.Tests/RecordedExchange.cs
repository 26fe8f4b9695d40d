using System.Text.Json.Nodes;

namespace Tagalong.DevCluster.Tests;

/// <summary>A request to a real API server and its response, from <c>Fixtures/kube-apiserver</c>.</summary>
internal sealed record RecordedExchange(
    HttpMethod Method, string Url, IReadOnlyDictionary<string, string> Headers, string RequestBody, int StatusCode, string ResponseBody)
{
    public JsonNode Response => JsonNode.Parse(ResponseBody)!;

    public static RecordedExchange Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "kube-apiserver", name + ".http")).ReplaceLineEndings("\n");
        var halves = text.Split("\n-----\n");
        var (requestLine, headers, requestBody) = Split(halves[0]);
        var (statusLine, _, responseBody) = Split(halves[1]);
        var words = requestLine.Split(' ');
        return new RecordedExchange(new HttpMethod(words[0]), words[1], headers, requestBody.Trim(), int.Parse(statusLine.Split(' ')[1]), responseBody);
    }

    public HttpRequestMessage ToRequest()
    {
        var request = new HttpRequestMessage(Method, Url);
        if (Headers.TryGetValue("Content-Type", out var type))
        {
            request.Content = new StringContent(RequestBody);
            request.Content.Headers.ContentType = new(type);
        }

        if (Headers.TryGetValue("Accept", out var accept))
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        return request;
    }

    private static (string FirstLine, Dictionary<string, string> Headers, string Body) Split(string half)
    {
        var parts = half.Split("\n\n", 2);
        var lines = parts[0].Split('\n');
        var headers = lines.Skip(1).Where(line => line.Length > 0).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return (lines[0], headers, parts.Length > 1 ? parts[1] : "");
    }
}
