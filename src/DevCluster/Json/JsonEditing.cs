using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Tagalong.DevCluster.Json;

/// <summary>Changes and writes JSON trees.</summary>
internal static class JsonEditing
{
    public static JsonObject Copy(this JsonObject value) => value.DeepClone().AsObject();

    /// <summary>Removes the fields for which a condition holds.</summary>
    /// <returns>The same object.</returns>
    public static JsonObject RemoveFields(this JsonObject value, Func<string, JsonNode?, bool> condition)
    {
        foreach (var name in value.Where(field => condition(field.Key, field.Value)).Select(field => field.Key).ToList())
        {
            value.Remove(name);
        }

        return value;
    }

    /// <summary>Removes the fields that are null, an empty text or an empty list, as Go does for a field marked <c>omitempty</c>.</summary>
    /// <returns>The same object.</returns>
    public static JsonObject OmitEmpty(this JsonObject value) =>
        value.RemoveFields((name, field) => field is null or JsonArray { Count: 0 } || value.StringAt(name) == "");

    /// <summary>Removes every field that is null, at any depth.</summary>
    public static void RemoveNulls(this JsonNode value)
    {
        (value as JsonObject)?.RemoveFields((_, field) => field is null);
        foreach (var child in value.Children().OfType<JsonNode>())
        {
            child.RemoveNulls();
        }
    }

    public static string ToText(this JsonNode value) => value.ToJsonString(JsonOptions.Compact);

    public static void WriteText(this IBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);

    public static void WriteJson(this IBufferWriter<byte> output, JsonNode value)
    {
        using var writer = new Utf8JsonWriter(output, JsonOptions.Writing);
        value.WriteTo(writer);
    }
}
