namespace Tagalong.DevCluster.Json;

/// <summary>Reads Kubernetes objects as JSON trees without trusting their shape.</summary>
internal static class JsonReading
{
    /// <summary>The string under a name; null if the field is absent or not a string.</summary>
    public static string? StringAt(this JsonObject value, string name) =>
        value[name] is JsonValue leaf && leaf.TryGetValue<string>(out var text) ? text : null;

    /// <summary>The object under a name. An absent one is added.</summary>
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

    /// <summary>The list at a path; a new, empty one if there is no list.</summary>
    public static JsonArray ListAt(this JsonNode? value, string path) => value.At(path) as JsonArray ?? [];

    /// <summary>The object at a path; a new, empty one if there is no object.</summary>
    public static JsonObject MapAt(this JsonNode? value, string path) => value.At(path) as JsonObject ?? [];

    /// <summary>The text of the scalar at a path; empty if there is no scalar.</summary>
    public static string TextAt(this JsonNode? value, string path) => value.At(path) is JsonValue leaf ? leaf.ToString() : "";

    /// <summary>The values of an object or the items of a list; nothing for a scalar.</summary>
    public static IEnumerable<JsonNode?> Children(this JsonNode? value) => value switch
    {
        JsonObject map => map.Select(field => field.Value),
        JsonArray list => list,
        _ => [],
    };
}
