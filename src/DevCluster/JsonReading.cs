using System.Text.Json.Nodes;

namespace Tagalong.DevCluster;

/// <summary>Reading Kubernetes objects as JSON trees without trusting their shape.</summary>
internal static class JsonReading
{
    /// <summary>The string under a name; null if it is absent or no string.</summary>
    public static string? StringAt(this JsonObject value, string name) =>
        value[name] is JsonValue leaf && leaf.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The object under a name, which is made if there is none.</summary>
    public static JsonObject ObjectAt(this JsonObject value, string name)
    {
        if (value[name] is JsonObject child)
        {
            return child;
        }

        child = [];
        value[name] = child;
        return child;
    }

    /// <summary>The node at a path of names such as <c>spec.template.metadata</c>; null where the path ends early.</summary>
    public static JsonNode? At(this JsonNode? value, string path)
    {
        foreach (var name in path.Split('.'))
        {
            value = value is JsonObject parent ? parent[name] : null;
        }

        return value;
    }

    /// <summary>The text of the scalar at a path, empty if there is none.</summary>
    public static string TextAt(this JsonNode? value, string path) => value.At(path) is JsonValue leaf ? leaf.ToString() : "";

    public static JsonObject Copy(this JsonObject value) => value.DeepClone().AsObject();
}
