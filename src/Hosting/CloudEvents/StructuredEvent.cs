using System.Buffers;
using System.Text.Json;
using Tagalong.Core.Events;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>
/// The parts of a structured event, found without building a model of its JSON: a model of the data would take many times the memory of the body.
/// </summary>
/// <param name="Attributes">The attributes, as a JSON object of their own.</param>
/// <param name="Data">The value of <c>data</c>, or null.</param>
/// <param name="DataBase64">The value of <c>data_base64</c>, or null.</param>
internal readonly record struct StructuredEvent(ReadOnlyMemory<byte> Attributes, ReadOnlyMemory<byte>? Data, ReadOnlyMemory<byte>? DataBase64)
{
    /// <summary>The most bytes that the attributes may have: many times what the known senders send.</summary>
    private const int MaxAttributeBytes = 64 * 1024;

    /// <exception cref="JsonException">It is not JSON, or nested too deeply.</exception>
    /// <exception cref="ArgumentException">It is not an object, or has too many attributes.</exception>
    public static StructuredEvent Split(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = EventReader.MaxDepth });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new ArgumentException("An event is a JSON object.");
        }

        var attributes = new ArrayBufferWriter<byte>(512);
        attributes.Write("{"u8);
        ReadOnlyMemory<byte>? data = null, base64 = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isData, isBase64, name) = (reader.ValueTextEquals("data"u8), reader.ValueTextEquals("data_base64"u8), (int)reader.TokenStartIndex);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isData)
            {
                data = json[value..end];
            }
            else if (isBase64)
            {
                base64 = json[value..end];
            }
            else if (attributes.WrittenCount + end - name > MaxAttributeBytes)
            {
                throw new ArgumentException($"The attributes of an event may have {MaxAttributeBytes} bytes.");
            }
            else
            {
                attributes.Write(attributes.WrittenCount > 1 ? ","u8 : []);
                attributes.Write(json.Span[name..end]);
            }
        }

        // Nothing may follow the object.
        reader.Read();
        attributes.Write("}"u8);
        return new StructuredEvent(attributes.WrittenMemory, data, base64);
    }

    /// <summary>The data as bytes.</summary>
    /// <param name="isJson">Whether the data is JSON by its content type; if not, a JSON string holds its text.</param>
    /// <exception cref="ArgumentException">There are two kinds of data, or <c>data_base64</c> is not a string.</exception>
    /// <exception cref="FormatException"><c>data_base64</c> is not Base64.</exception>
    public ReadOnlyMemory<byte> DataBytes(bool isJson)
    {
        if (Data is not null && DataBase64 is not null)
        {
            throw new ArgumentException("An event has either data or data_base64.");
        }

        var reader = new Utf8JsonReader((DataBase64 ?? Data ?? default).Span, new JsonReaderOptions { MaxDepth = EventReader.MaxDepth });
        if ((Data ?? DataBase64) is not { } value || !reader.Read() || reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (DataBase64 is null)
        {
            return isJson || reader.TokenType != JsonTokenType.String ? value : Unescaped(ref reader);
        }

        return reader.TokenType == JsonTokenType.String ? reader.GetBytesFromBase64() : throw new ArgumentException("data_base64 has to be a string.");
    }

    private static byte[] Unescaped(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }
}
