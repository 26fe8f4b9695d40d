using System.Text;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>
/// Reading JSON that strangers wrote: forward only, no tree. Whatever is wrong with it becomes an exception that
/// <see cref="IsFault"/> knows, and is caught where the reader was made.
/// </summary>
internal static class JsonText
{
    /// <summary>Deeper than any object that an API server stores; nested further, a body is refused.</summary>
    public const int MaxDepth = 128;

    private const int LongestOnStack = 512;

    /// <summary>
    /// Whether an exception is the text's fault. For what is JSON but not Unicode, such as half a surrogate, the framework's
    /// reader has others than its own.
    /// </summary>
    public static bool IsFault(Exception exception) =>
        exception is JsonException or InvalidOperationException or DecoderFallbackException;

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) =>
        new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow });

    /// <summary>The text of the string or property name that the reader stands on.</summary>
    public static string Text(this ref Utf8JsonReader reader) => reader.TextAfter([])!;

    /// <summary>The same without the prefix that it starts with; null if it does not start so.</summary>
    public static string? TextAfter(this ref Utf8JsonReader reader, ReadOnlySpan<byte> prefix)
    {
        if (!reader.ValueIsEscaped)
        {
            return Rest(reader.ValueSpan, prefix);
        }

        Span<byte> unescaped = reader.ValueSpan.Length > LongestOnStack
            ? new byte[reader.ValueSpan.Length]
            : stackalloc byte[LongestOnStack];
        return Rest(unescaped[..reader.CopyString(unescaped)], prefix);
    }

    /// <summary>Moves into the object that the whole text has to be.</summary>
    public static void EntersBody(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw WrongType(ref reader, "The body", "an object");
        }
    }

    /// <summary>Makes sure that nothing follows the object that was read.</summary>
    public static void ExpectsEnd(this ref Utf8JsonReader reader) => reader.Read();

    /// <summary>Moves to the next member of the object that the reader is in; false at its end.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next element of the array that the reader is in; false at its end.</summary>
    public static bool NextElement(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Moves from a member's name to its value and says whether it is an object; null counts as absent.</summary>
    public static bool EntersObject(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.StartObject, path, "an object");

    /// <summary>Moves from a member's name to its value and says whether it is an array; null counts as absent.</summary>
    public static bool EntersArray(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.StartArray, path, "an array");

    /// <summary>The value of the member the reader stands on: a string; empty for null.</summary>
    public static string TextMember(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.String, path, "a string") ? reader.Text() : "";

    /// <summary>The value of the member the reader stands on: a time; null for null or for what is no time.</summary>
    public static DateTimeOffset? TimeMember(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.String, path, "a string") && reader.TryGetDateTimeOffset(out var time) ? time : null;

    /// <summary>The value of the member the reader stands on: true or false; false for null.</summary>
    public static bool FlagMember(this ref Utf8JsonReader reader, string path)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False or JsonTokenType.Null => false,
            _ => throw WrongType(ref reader, path, "true or false"),
        };
    }

    /// <summary>Passes over the value of the member that the reader stands on, without building it.</summary>
    public static void SkipMember(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    public static JsonException WrongType(ref Utf8JsonReader reader, string path, string wanted) =>
        new($"{path} is {Describe(reader.TokenType)} where {wanted} belongs (byte {reader.TokenStartIndex}).");

    private static string? Rest(ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix) =>
        text.StartsWith(prefix) ? StringPool.GetString(text[prefix.Length..]) : null;

    private static bool Enters(ref Utf8JsonReader reader, JsonTokenType wanted, string path, string description)
    {
        reader.Read();
        return reader.TokenType == wanted
            || (reader.TokenType == JsonTokenType.Null ? false : throw WrongType(ref reader, path, description));
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "nothing",
    };
}
