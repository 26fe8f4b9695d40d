using System.Text.Json.Nodes;

namespace Tagalong.Cli.Demo;

/// <summary>The labels of an object and their owners.</summary>
internal sealed class ObjectLabels(JsonObject value)
{
    private readonly JsonObject? _labels = value["metadata"]!["labels"] as JsonObject;
    private readonly JsonArray? _managers = value["metadata"]!["managedFields"] as JsonArray;

    /// <summary>The value of a label; null without the label.</summary>
    public string? this[string key] => _labels?[key]?.GetValue<string>();

    public bool IsOwnedBy(string manager, string key) => _managers?.Any(entry =>
        entry!["manager"]?.GetValue<string>() == manager && entry["fieldsV1"]?["f:metadata"]?["f:labels"]?[$"f:{key}"] is not null) == true;
}
