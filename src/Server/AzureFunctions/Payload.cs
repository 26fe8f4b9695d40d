using System.Text.Json;

namespace Tagalong.Server.AzureFunctions;

/// <summary>
/// The body of an invocation: <c>{"Data":{"NAME":…},"Metadata":{…}}</c>. Only what the trigger brought is looked at: the
/// host copies members of a message's body over the metadata that the broker gave, so that these are anybody's word.
/// </summary>
internal static class Payload
{
    /// <summary>How deep an event is nested is for the reader of the event to judge.</summary>
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>What the trigger brought, as the JSON that stands there.</summary>
    /// <param name="body">The body.</param>
    /// <param name="binding">The name of the trigger's binding.</param>
    /// <returns>Null where the body is no payload, is cut off, or holds nothing of that name.</returns>
    public static ReadOnlyMemory<byte>? TriggerValue(ReadOnlyMemory<byte> body, string binding)
    {
        try
        {
            return Find(body, binding);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ReadOnlyMemory<byte>? Find(ReadOnlyMemory<byte> body, string binding)
    {
        ReadOnlyMemory<byte>? value = null;
        var reader = new Utf8JsonReader(body.Span, AnyDepth);
        var isInData = false;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                isInData = false;
                continue;
            }

            var (isData, isBinding) = (!isInData && reader.ValueTextEquals("Data"u8), isInData && reader.ValueTextEquals(binding));
            reader.Read();
            if (isData && reader.TokenType == JsonTokenType.StartObject)
            {
                isInData = true;
                continue;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            value = isBinding ? body[start..(int)reader.BytesConsumed] : value;
        }

        return value;
    }
}
