using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>
/// Replaces the values that every server chooses (uids, versions, times, tokens) by placeholders. An object's resource
/// versions are numbered, so that a write without a change is visible.
/// </summary>
/// <param name="ns">The namespace of the conversation.</param>
internal sealed partial class Normalization(string ns)
{
    private readonly Dictionary<string, List<string>> _versions = new(StringComparer.Ordinal);

    /// <summary>Returns a copy.</summary>
    public JsonNode? Normalize(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(
            map.Where(field => !IsAbsent(field.Key, field.Value)).Select(field => KeyValuePair.Create(Text(field.Key), Field(map, field.Key, field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Normalize)]),
        JsonValue value when value.TryGetValue<string>(out var text) => Text(text),
        _ => node?.DeepClone(),
    };

    // Servers before 1.34 write an absent time as null.
    private static bool IsAbsent(string name, JsonNode? value) => name == "creationTimestamp" && value is null;

    private JsonNode? Field(JsonObject map, string name, JsonNode? value) => (name, value) switch
    {
        ("resourceVersion", JsonValue version) => (string?)map["uid"] is { } uid ? NumberOf(uid, version.ToString()) : "(version)",
        ("continue", JsonValue token) => token.ToString().Length > 0 ? "(token)" : "",
        ("storageVersionHash", JsonValue) => "(hash)",
        ("serverAddress", JsonValue) => "(address)",
        ("gitVersion" or "gitCommit" or "gitTreeState" or "buildDate" or "goVersion" or "compiler" or "platform" or "major" or "minor", JsonValue) => $"({name})",

        // The description of a table column is documentation.
        ("description", JsonValue) when map.ContainsKey("priority") => "(description)",

        // Entries are ordered by time first, and the clock may have moved on by a second on only one of the servers.
        ("managedFields", JsonArray entries) => new JsonArray([.. entries.Select(Normalize).OrderBy(Owner, StringComparer.Ordinal)]),

        // The number of layers that report an error depends on the server's version, and the order of conflicts is random.
        ("causes", JsonArray causes) => new JsonArray(
            [.. causes.Select(Normalize).DistinctBy(cause => cause?.ToJsonString()).OrderBy(cause => (string?)cause!["field"], StringComparer.Ordinal)]),
        _ => Normalize(value),
    };

    private static string Owner(JsonNode? entry) => $"{entry!["operation"]} {entry["manager"]} {entry["fieldsV1"]!["f:status"] is not null}";

    private string NumberOf(string uid, string version)
    {
        if (!_versions.TryGetValue(uid, out var known))
        {
            _versions.Add(uid, known = []);
        }

        if (!known.Contains(version))
        {
            known.Add(version);
        }

        return string.Create(CultureInfo.InvariantCulture, $"(version {known.IndexOf(version)})");
    }

    private string Text(string text)
    {
        text = text.Replace(ns, "(ns)", StringComparison.Ordinal);
        text = Uid().Replace(text, found => found.Value.StartsWith("00000000", StringComparison.Ordinal) ? found.Value : "(uid)");
        text = Time().Replace(text, "(time)");
        text = VersionInText().Replace(text, "$1(version)");
        text = Age().Replace(text, "(age)");
        text = Pointer().Replace(text, "(pointer)");
        return GeneratedName().Replace(text, "generated-(suffix)");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    [GeneratedRegex(@"((?:esource ?[vV]ersion(?: in precondition| in object meta)?: |ersion in record |current: |too old resource version: 1 )\(?)\d+\)?")]
    private static partial Regex VersionInText();

    [GeneratedRegex("0xc[0-9a-f]+")]
    private static partial Regex Pointer();

    [GeneratedRegex(@"^\d+(s|m\d*s?)$")]
    private static partial Regex Age();

    [GeneratedRegex("generated-[a-z0-9]{5}")]
    private static partial Regex GeneratedName();
}
