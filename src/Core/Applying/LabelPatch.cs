using System.Buffers;
using System.Text.Json;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Applying;

/// <summary>The body of a server-side apply: which object, and the whole set of labels that Tagalong is to own on it.</summary>
/// <remarks>With the uid no object is created, and no other one is written.</remarks>
internal static class LabelPatch
{
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    /// <param name="target">The object.</param>
    /// <param name="rule">The rule that decided.</param>
    /// <param name="owned">The whole set.</param>
    /// <param name="onlyAsSeen">Whether the API server must reject it if the object has changed since.</param>
    public static ReadOnlyMemory<byte> Write(ObjectSnapshot target, LabelRule rule, LabelSet owned, bool onlyAsSeen)
    {
        // Not pooled: a connection may still read a body after the call was cancelled.
        var body = new ArrayBufferWriter<byte>(512);
        var json = _writer ??= new Utf8JsonWriter(body);
        json.Reset(body);
        json.WriteStartObject();
        json.WriteString("apiVersion"u8, rule.Target.ApiVersion);
        json.WriteString("kind"u8, rule.Target.Kind);
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, target.Name);
        json.WriteString("uid"u8, target.Uid);
        if (onlyAsSeen)
        {
            json.WriteString("resourceVersion"u8, target.ResourceVersion);
        }

        // An empty map would claim the map as a whole.
        if (owned.Count > 0)
        {
            json.WriteStartObject("labels"u8);
            foreach (var label in owned.AsSpan())
            {
                json.WriteString(label.Key, label.Value);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return body.WrittenMemory;
    }
}
