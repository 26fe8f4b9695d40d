using System.Text.Json;

namespace Tagalong.Server.AzureFunctions;

/// <summary>
/// Takes the events out of what a trigger brought. The host writes a text as a JSON string within a JSON string, several of
/// them as an array within a string, and an object as it is; a message may be quoted once more, or hold a batch.
/// </summary>
internal static class EventTexts
{
    /// <summary>A batch's array in its string, a message's string, one more around it by its sender, an array of events: and one to spare.</summary>
    private const int MostLayers = 6;

    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <summary>The JSON text of each event. What cannot be unpacked stands there as it is, for the reader of events to refuse.</summary>
    /// <param name="value">What the trigger brought, as JSON.</param>
    /// <param name="most">The most elements of an array that are taken apart.</param>
    public static IReadOnlyList<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> value, int most)
    {
        var texts = new List<ReadOnlyMemory<byte>>();
        Unpack(value, MostLayers, most, texts);
        return texts;
    }

    private static void Unpack(ReadOnlyMemory<byte> json, int layers, int most, List<ReadOnlyMemory<byte>> texts)
    {
        var count = texts.Count;
        if (layers == 0 || !TryUnpack(WithoutByteOrderMark(json), layers, most, texts))
        {
            texts.RemoveRange(count, texts.Count - count);
            texts.Add(json);
        }
    }

    private static bool TryUnpack(ReadOnlyMemory<byte> json, int layers, int most, List<ReadOnlyMemory<byte>> texts)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span, AnyDepth);
            reader.Read();
            switch (reader.TokenType)
            {
                case JsonTokenType.String:
                    var text = new byte[reader.ValueSpan.Length];
                    var length = reader.CopyString(text);
                    reader.Read();
                    Unpack(text.AsMemory(0, length), layers - 1, most, texts);
                    return true;
                case JsonTokenType.StartArray:
                    var elements = Elements(json, ref reader, most);
                    elements?.ForEach(element => Unpack(element, layers - 1, most, texts));
                    return elements is not null;
                default:
                    return false;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The latter for what is JSON and not Unicode, such as half a surrogate.
            return false;
        }
    }

    /// <summary>The elements of the array that makes up a text; null if there are too many.</summary>
    private static List<ReadOnlyMemory<byte>>? Elements(ReadOnlyMemory<byte> json, ref Utf8JsonReader reader, int most)
    {
        var elements = new List<ReadOnlyMemory<byte>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (elements.Count == most)
            {
                return null;
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(json[start..(int)reader.BytesConsumed]);
        }

        reader.Read();
        return elements;
    }

    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\uFEFF"u8) ? text[3..] : text;
}
