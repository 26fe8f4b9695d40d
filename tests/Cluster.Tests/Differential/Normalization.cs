using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>
/// Puts names in the place of what every server chooses for itself: uids, versions, times, tokens. Of an object's resource
/// version the number of the version stays, so that a change that is none shows.
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

    // Servers before 1.34 write the time of what has none as null.
    private static bool IsAbsent(string name, JsonNode? value) => name == "creationTimestamp" && value is null;

    private JsonNode? Field(JsonObject map, string name, JsonNode? value) => (name, value) switch
    {
        ("resourceVersion", JsonValue version) => (string?)map["uid"] is { } uid ? NumberOf(uid, version.ToString()) : "(version)",
        ("continue", JsonValue token) => token.ToString().Length > 0 ? "(token)" : "",
        ("storageVersionHash", JsonValue) => "(hash)",
        ("serverAddress", JsonValue) => "(address)",
        ("gitVersion" or "gitCommit" or "gitTreeState" or "buildDate" or "goVersion" or "compiler" or "platform" or "major" or "minor", JsonValue) => $"({name})",

        // What a column of a table means is documentation.
        ("description", JsonValue) when map.ContainsKey("priority") => "(description)",

        // Entries are in the order of their times first, and a second may have passed on one server alone.
        ("managedFields", JsonArray entries) => new JsonArray([.. entries.Select(Normalize).OrderBy(Owner, StringComparer.Ordinal)]),

        // How many of its layers report the same fault is a matter of the server's version; the order of conflicts one of chance.
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
