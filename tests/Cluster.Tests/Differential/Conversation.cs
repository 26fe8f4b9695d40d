using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tagalong.Cluster.Tests.Servers;
using Tagalong.Testing;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>
/// Sends a script to one server, in a separate namespace. It keeps the values that the server chooses (uids, resource
/// versions, continue tokens) for later requests.
/// </summary>
internal sealed partial class Conversation : IDisposable
{
    private static readonly string[] ComparedHeaders = ["Content-Type", "Cache-Control", "Retry-After", "Allow", "Accept-Patch", "X-Content-Type-Options", "Warning"];

    private readonly TestCluster _cluster;
    private readonly Dictionary<string, ClusterApi> _users;
    private readonly Dictionary<string, string> _known;
    private readonly Normalization _normalization;

    private Conversation(TestCluster cluster, string ns)
    {
        (_cluster, _normalization) = (cluster, new Normalization(ns));
        _known = new(StringComparer.Ordinal) { ["ns"] = ns };
        _users = new(StringComparer.Ordinal)
        {
            ["admin"] = ClusterApi.Of(cluster.AdminKubeconfig),
            ["labeler"] = ClusterApi.Of(cluster.LabelerKubeconfig),
            ["unknown"] = ClusterApi.Of(Token().Replace(cluster.AdminKubeconfig, """token: "unknown-token" """)),
        };
    }

    public static async Task<Conversation> StartAsync(TestCluster cluster) => new(cluster, await cluster.CreateNamespaceAsync());

    /// <summary>Sends one request.</summary>
    /// <returns>The response, with placeholders for the values that the server chose.</returns>
    public async Task<ServerResponse> SendAsync(ScriptedRequest request)
    {
        if (request.CompactsHistory)
        {
            await _cluster.Server!.CompactAsync();
        }

        using var message = ToMessage(request);
        using var response = await _users[request.User].Http.SendAsync(message, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var body = Parse(text, request.Target.Contains("watch=", StringComparison.Ordinal));
        Remember(body);
        var headers = response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated)
            .Where(header => ComparedHeaders.Contains(header.Key, StringComparer.OrdinalIgnoreCase))
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        return new ServerResponse((int)response.StatusCode, headers, _normalization.Normalize(body));
    }

    public void Dispose()
    {
        foreach (var user in _users.Values)
        {
            user.Dispose();
        }
    }

    private HttpRequestMessage ToMessage(ScriptedRequest request)
    {
        var message = new HttpRequestMessage(request.Method, new Uri(Fill(request.Target), UriKind.Relative)) { Version = HttpVersion.Version20 };
        if (request.Body.Length > 0 || request.Headers.Any(header => header.Key == "Content-Type"))
        {
            message.Content = new StringContent(Fill(request.Body));
            message.Content.Headers.ContentType = null;
        }

        foreach (var (name, value) in request.Headers)
        {
            _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content!.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private string Fill(string text) => Placeholder().Replace(text, found =>
    {
        var words = found.Groups[1].Value.Split(':', 3);
        return words[0] == "repeat"
            ? string.Concat(Enumerable.Repeat(words[2], int.Parse(words[1], CultureInfo.InvariantCulture)))
            : _known.GetValueOrDefault(found.Groups[1].Value) ?? found.Value;
    });

    private static JsonNode? Parse(string text, bool isWatch)
    {
        try
        {
            return (text.Length, isWatch) switch
            {
                (0, _) => null,
                (_, true) when text.StartsWith("{\"type\"", StringComparison.Ordinal) => WatchLines(text),
                _ => JsonNode.Parse(text),
            };
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    // The number of bookmarks between two changes depends on time.
    private static JsonArray WatchLines(string text)
    {
        var lines = new JsonArray();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!))
        {
            if ((string?)line["type"] != "BOOKMARK" || lines.Count == 0 || (string?)lines[^1]!["type"] != "BOOKMARK")
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private void Remember(JsonNode? body)
    {
        if (body is not JsonObject value || value["metadata"] is not JsonObject metadata)
        {
            return;
        }

        var (name, version) = ((string?)metadata["name"] ?? "list", (string?)metadata["resourceVersion"]);
        if (version is not null)
        {
            _known.TryAdd($"first-version:{name}", version);
            _known[$"version:{name}"] = version;
        }

        if ((string?)metadata["uid"] is { } uid)
        {
            _known[$"uid:{name}"] = uid;
        }

        if ((string?)metadata["continue"] is { } token)
        {
            _known["continue"] = Uri.EscapeDataString(token);
        }
    }

    [GeneratedRegex(@"\{(ns|continue|(?:uid|version|first-version):[a-z0-9-]+|repeat:\d+:[^}]+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"token: ""[^""]*""")]
    private static partial Regex Token();
}
