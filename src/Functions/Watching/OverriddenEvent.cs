using System.Buffers;
using System.Text.Json;
using Tagalong.Core.Watching;

namespace Tagalong.Functions.Watching;

/// <summary>A change with the extensions that a SinkBinding wants on every event.</summary>
internal static class OverriddenEvent
{
    /// <summary>Its attributes, the wanted ones in the place of its own.</summary>
    public static IEnumerable<(string Name, string Value)> AttributesOf(RelayedEvent told, IReadOnlyDictionary<string, string> overrides) =>
        told.Attributes.Where(attribute => !overrides.ContainsKey(attribute.Name)).Concat(overrides.Select(static pair => (pair.Key, pair.Value)));

    /// <summary>All of it in the structured mode of CloudEvents.</summary>
    public static ReadOnlyMemory<byte> ToJson(RelayedEvent told, IReadOnlyDictionary<string, string> overrides)
    {
        var text = new ArrayBufferWriter<byte>(told.Body.Length + 1024);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, value) in AttributesOf(told, overrides))
            {
                json.WriteString(name, value);
            }

            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            json.WriteRawValue(told.Body.Span);
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }
}
