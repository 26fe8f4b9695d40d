using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>One line of a watch.</summary>
/// <param name="Type"><c>ADDED</c>, <c>MODIFIED</c>, <c>DELETED</c>, <c>BOOKMARK</c> or <c>ERROR</c>.</param>
/// <param name="Object">Where in the line the object stands.</param>
internal readonly record struct WatchLine(string Type, Range Object)
{
    /// <summary>Reads a line.</summary>
    /// <exception cref="JsonException">The line is not JSON, or lacks something.</exception>
    public static WatchLine Read(ReadOnlySpan<byte> line)
    {
        string type = "";
        Range? shown = null;
        var reader = JsonText.Reader(line);
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
                shown = start..(int)reader.BytesConsumed;
            }
            else
            {
                reader.SkipMember();
            }
        }

        return shown is { } range && type.Length > 0 ? new WatchLine(type, range) : throw new JsonException("A line of the watch has no type or no object.");
    }

    /// <summary>Reads a bookmark's object.</summary>
    /// <returns>From which version the watch can go on, and whether all objects that existed have been shown.</returns>
    public static (string ResourceVersion, bool EndsInitialEvents) ReadBookmark(ReadOnlySpan<byte> shown)
    {
        var (version, ends) = ("", false);
        var reader = JsonText.Reader(shown);
        reader.EntersBody();
        while (reader.NextMember())
        {
            if (!reader.ValueTextEquals("metadata"u8))
            {
                reader.SkipMember();
            }
            else if (reader.EntersObject("metadata"))
            {
                (version, ends) = ReadMetadata(ref reader);
            }
        }

        return (version, ends);
    }

    /// <summary>The resource version in the metadata of a list.</summary>
    public static string ResourceVersionIn(ReadOnlySpan<byte> metadata)
    {
        var reader = JsonText.Reader(metadata);
        reader.EntersBody();
        return ReadMetadata(ref reader).ResourceVersion;
    }

    /// <summary>The HTTP status that an error's object stands for.</summary>
    public static int ReadCode(ReadOnlySpan<byte> status)
    {
        var code = 0;
        var reader = JsonText.Reader(status);
        reader.EntersBody();
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("code"u8))
            {
                reader.Read();
                code = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number) ? number : 0;
                reader.Skip();
            }
            else
            {
                reader.SkipMember();
            }
        }

        return code;
    }

    private static (string ResourceVersion, bool EndsInitialEvents) ReadMetadata(ref Utf8JsonReader reader)
    {
        var (version, ends) = ("", false);
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("resourceVersion"u8))
            {
                version = reader.TextMember("metadata.resourceVersion");
            }
            else if (!reader.ValueTextEquals("annotations"u8))
            {
                reader.SkipMember();
            }
            else if (reader.EntersObject("metadata.annotations"))
            {
                while (reader.NextMember())
                {
                    var isEnd = reader.ValueTextEquals("k8s.io/initial-events-end"u8);
                    ends |= reader.TextMember("metadata.annotations") == "true" && isEnd;
                }
            }
        }

        return (version, ends);
    }
}
