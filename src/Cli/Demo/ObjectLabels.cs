using System.Text.Json.Nodes;

namespace Tagalong.Cli.Demo;

/// <summary>The labels of an object, and who owns them.</summary>
internal sealed class ObjectLabels(JsonObject value)
{
    private readonly JsonObject? _labels = value["metadata"]!["labels"] as JsonObject;
    private readonly JsonArray? _managers = value["metadata"]!["managedFields"] as JsonArray;

    /// <summary>A label's value; null if there is no such label.</summary>
    public string? this[string key] => _labels?[key]?.GetValue<string>();

    /// <summary>Whether a field manager owns a label.</summary>
    public bool IsOwnedBy(string manager, string key) => _managers?.Any(entry =>
        entry!["manager"]?.GetValue<string>() == manager && entry["fieldsV1"]?["f:metadata"]?["f:labels"]?[$"f:{key}"] is not null) == true;
}
