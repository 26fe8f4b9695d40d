using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Tagalong.Core.Interning;

namespace Tagalong.Core.Objects;

/// <summary>
/// Reads untrusted JSON forward only, without a tree. Each error is an exception that <see cref="IsFault"/> recognizes; the
/// creator of the reader catches it.
/// </summary>
internal static class JsonText
{
    /// <summary>
    /// As deep as an API server itself reads, which is less than 10 000 levels; a level costs one bit. Source: <c>maxNestingDepth</c> in Go's
    /// <c>encoding/json</c>, which <c>sigs.k8s.io/json</c> copies.
    /// </summary>
    public const int MaxDepth = 9_999;

    private const int LongestOnStack = 512;

    /// <summary>
    /// Whether an exception is about the text. For invalid Unicode in valid JSON, such as half a surrogate pair, the
    /// framework's reader does not throw its own exception.
    /// </summary>
    public static bool IsFault(Exception exception) =>
        exception is JsonException or InvalidOperationException or DecoderFallbackException;

    /// <param name="utf8">The text.</param>
    /// <param name="levelsAround">How many levels the text has around the object in it.</param>
    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8, int levelsAround = 0) =>
        new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth + levelsAround, CommentHandling = JsonCommentHandling.Disallow });

    /// <summary>The text of the current string or property name.</summary>
    public static string Text(this ref Utf8JsonReader reader) => reader.TextAfter([])!;

    /// <summary>The text after a prefix; null if it does not start with the prefix.</summary>
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

    /// <summary>Moves into the object that the whole text must be.</summary>
    public static void EntersBody(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw WrongType(ref reader, "The body", "an object");
        }
    }

    /// <summary>Throws if anything follows the object.</summary>
    public static void ExpectsEnd(this ref Utf8JsonReader reader) => reader.Read();

    /// <summary>Moves to the next member of the object that the reader is in; false at its end.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next member of this name in the object that the reader is in; false at its end.</summary>
    public static bool NextMember(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals(name))
            {
                return true;
            }

            reader.SkipMember();
        }

        return false;
    }

    /// <summary>Moves to the next element of the array that the reader is in; false at its end.</summary>
    public static bool NextElement(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Moves into the next element of an array of objects; false at its end.</summary>
    public static bool NextObject(this ref Utf8JsonReader reader, string path) =>
        reader.NextElement() && (reader.TokenType == JsonTokenType.StartObject ? true : throw WrongType(ref reader, path, "an object"));

    /// <summary>Moves from a member's name to its value and says whether it is an object; null counts as absent.</summary>
    public static bool EntersObject(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.StartObject, path, "an object");

    /// <summary>Moves from a member's name to its value and says whether it is an array; null counts as absent.</summary>
    public static bool EntersArray(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.StartArray, path, "an array");

    /// <summary>The value of the current member: a string; empty for null.</summary>
    public static string TextMember(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.String, path, "a string") ? reader.Text() : "";

    /// <summary>The value of the current member: a time; null for null or for a string that is not a time.</summary>
    public static DateTimeOffset? TimeMember(this ref Utf8JsonReader reader, string path) =>
        Enters(ref reader, JsonTokenType.String, path, "a string") && reader.TryGetDateTimeOffset(out var time) ? time : null;

    /// <summary>The value of the current member: true or false; false for null.</summary>
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

    /// <summary>Reads the current member into <paramref name="value"/> if it has this name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryReadText(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string path, ref string? value)
    {
        var isNamed = reader.ValueTextEquals(name);
        if (isNamed)
        {
            value = reader.TextMember(path);
        }

        return isNamed;
    }

    /// <summary>Skips the value of the current member.</summary>
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
