using System.Globalization;
using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>Compares two responses field by field.</summary>
internal static class ResponseComparison
{
    private const string Absent = "(absent)";

    /// <summary>All differences. If the status differs, only that one, since the bodies then have different subjects.</summary>
    public static IReadOnlyList<Difference> Between(ServerResponse real, ServerResponse dev)
    {
        if (real.StatusCode != dev.StatusCode)
        {
            return [new Difference("status", Describe(real), Describe(dev))];
        }

        var headers = real.Headers.Keys.Union(dev.Headers.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(name => real.Headers.GetValueOrDefault(name) != dev.Headers.GetValueOrDefault(name))
            .Select(name => new Difference($"header {name}", real.Headers.GetValueOrDefault(name) ?? Absent, dev.Headers.GetValueOrDefault(name) ?? Absent));
        return [.. headers, .. Between("", real.Body, dev.Body)];
    }

    private static IEnumerable<Difference> Between(string path, JsonNode? real, JsonNode? dev) => (real, dev) switch
    {
        (JsonObject left, JsonObject right) => left.Select(field => field.Key).Union(right.Select(field => field.Key)).SelectMany(name =>
            Both($"{path}{Step(name)}", left.ContainsKey(name), right.ContainsKey(name), left[name], right[name])),
        (JsonArray left, JsonArray right) when path is ".resources" or ".groups" or ".paths" => Served(path, left, right),
        (JsonArray left, JsonArray right) => Enumerable.Range(0, Math.Max(left.Count, right.Count)).SelectMany(index =>
            Both($"{path}[{index}]", index < left.Count, index < right.Count, left.ElementAtOrDefault(index), right.ElementAtOrDefault(index))),
        _ when JsonNode.DeepEquals(real, dev) => [],
        _ => [new Difference(path, Text(real), Text(dev))],
    };

    // In discovery, the real server lists more kinds.
    private static IEnumerable<Difference> Served(string path, JsonArray real, JsonArray dev) => dev.SelectMany(served =>
    {
        var name = NameOf(served);
        var same = real.FirstOrDefault(item => NameOf(item) == name);
        return Both($"{path}['{name}']", same is not null, true, same, served);
    });

    private static string NameOf(JsonNode? item) => item is JsonObject map ? (string)map["name"]! : item!.ToString();

    private static IEnumerable<Difference> Both(string path, bool hasReal, bool hasDev, JsonNode? real, JsonNode? dev) =>
        hasReal && hasDev ? Between(path, real, dev) : [new Difference(path, hasReal ? Text(real) : Absent, hasDev ? Text(dev) : Absent)];

    private static string Step(string name) => name.All(char.IsAsciiLetterOrDigit) ? $".{name}" : $"['{name}']";

    private static string Describe(ServerResponse response) =>
        string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {(response.Body as JsonObject)?["message"]?.ToString() ?? response.Body?.ToJsonString()}");

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
