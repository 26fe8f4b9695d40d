using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>One line of a watch.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
/// <param name="Object">Where the object is in the line.</param>
internal readonly record struct WatchLine(string Type, Range Object)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is not JSON, or has no type or no object.</exception>
    public static WatchLine Read(ReadOnlySpan<byte> line)
    {
        string type = "";
        Range? body = null;
        var reader = JsonText.Reader(line, levelsAround: 1);
        reader.EntersBody();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = reader.TextMember("type");
            }
            else if (reader.ValueTextEquals("object"u8) && reader.EntersObject("object"))
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                body = start..(int)reader.BytesConsumed;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return body is { } range && type.Length > 0 ? new WatchLine(type, range) : throw new JsonException("A line of the watch has no type or no object.");
    }

    /// <summary>Reads a bookmark's object.</summary>
    /// <returns>The version from which the watch can continue, and whether all objects that existed have been sent.</returns>
    /// <exception cref="JsonException">It is not JSON of an object.</exception>
    public static (string ResourceVersion, bool EndsInitialEvents) ReadBookmark(ReadOnlySpan<byte> bookmark)
    {
        var metadata = ApiServerJson.Read(bookmark, ApiServerJson.Default.Bookmark)?.Metadata;
        return (metadata?.ResourceVersion ?? "", metadata?.Annotations?.GetValueOrDefault("k8s.io/initial-events-end") == "true");
    }

    /// <summary>The HTTP status in an error's object; 0 where it has none.</summary>
    /// <exception cref="JsonException">It is not JSON of an object.</exception>
    public static int ReadCode(ReadOnlySpan<byte> status) =>
        ApiServerJson.Read(status, ApiServerJson.Default.ErrorStatus) is { Code: { ValueKind: JsonValueKind.Number } number } && number.TryGetInt32(out var code)
            ? code
            : 0;

    internal sealed record Bookmark(BookmarkMetadata? Metadata);

    internal sealed record BookmarkMetadata(string? ResourceVersion, Dictionary<string, string?>? Annotations);

    internal sealed record ErrorStatus(JsonElement Code);
}
