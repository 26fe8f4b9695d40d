using System.Collections.Immutable;
using System.Text.Json;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Reads a list as it arrives, object by object: it never holds more than one object and what follows it in the network's buffer.
/// </summary>
internal sealed class ListBody(ResourceType type, int maxItemBytes, Func<ObjectSnapshot, bool> isWanted) : IDisposable
{
    private readonly StreamWindow _window = new(maxItemBytes);
    private readonly ImmutableArray<ObjectSnapshot>.Builder _items = ImmutableArray.CreateBuilder<ObjectSnapshot>();
    private readonly ImmutableArray<ReadOnlyMemory<byte>>.Builder _texts = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>();
    private readonly ImmutableArray<UnreadableObject>.Builder _unreadable = ImmutableArray.CreateBuilder<UnreadableObject>();
    private JsonReaderState _state;
    private Place _place;
    private bool _hasItems;
    private int _textBytes;

    private enum Place
    {
        Before,
        InList,
        InItems,
        After,
    }

    /// <summary>The objects that are kept.</summary>
    public ImmutableArray<ObjectSnapshot> Items => _items.ToImmutable();

    /// <summary>How much JSON of the kept objects is kept too.</summary>
    /// <value>In bytes, of all objects together; 0 to keep none.</value>
    public int MostTextBytes { get; init; }

    /// <summary>The JSON of the kept objects, empty where there was no room left; none unless texts are kept.</summary>
    public ImmutableArray<ReadOnlyMemory<byte>> Texts => _texts.ToImmutable();

    /// <summary>The objects that were skipped, because they cannot be read: one of them does not hide the others.</summary>
    public ImmutableArray<UnreadableObject> Unreadable => _unreadable.ToImmutable();

    /// <summary>The version of the resource that the list shows.</summary>
    public string ResourceVersion { get; private set; } = "";

    /// <summary>The token of the next page; empty if this is the last.</summary>
    public string Continue { get; private set; } = "";

    /// <summary>How many objects follow on later pages; null where the API server does not say.</summary>
    public long? Remaining { get; private set; }

    /// <summary>Reads a list to its end. It starts over: what an earlier attempt read is discarded.</summary>
    /// <returns>What is wrong with the list, or null.</returns>
    public async ValueTask<string?> ReadAsync(Stream stream, Action progressed, CancellationToken cancellationToken)
    {
        _items.Clear();
        _texts.Clear();
        _textBytes = 0;
        _unreadable.Clear();
        (Continue, ResourceVersion, Remaining) = ("", "", null);
        (_place, _hasItems) = (Place.Before, false);
        _window.Clear();
        _state = new JsonReaderState(new JsonReaderOptions { MaxDepth = JsonText.MaxDepth + 2 });
        while (true)
        {
            if (!_window.TryMakeRoom())
            {
                return $"An object in it is larger than {maxItemBytes} bytes.";
            }

            var isComplete = !await FillAsync(stream, progressed, cancellationToken).ConfigureAwait(false);
            try
            {
                Parse(isComplete);
            }
            catch (Exception exception) when (JsonText.IsFault(exception))
            {
                return exception.Message;
            }

            if (isComplete)
            {
                // Other JSON, such as a proxy's, must not be mistaken for an empty list.
                return _hasItems ? null : "It has no items.";
            }
        }
    }

    public void Dispose() => _window.Dispose();

    /// <summary>Fills the buffer, so that an object that arrives in small pieces is not parsed again with each; false at the end.</summary>
    private async ValueTask<bool> FillAsync(Stream stream, Action progressed, CancellationToken cancellationToken)
    {
        while (!_window.IsFull)
        {
            if (await _window.ReadAsync(stream, cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            progressed();
        }

        return true;
    }

    private void Parse(bool isComplete)
    {
        var text = _window.Unread.Span;
        var reader = new Utf8JsonReader(text, isComplete, _state);
        var complete = reader;
        while (TryStep(ref reader, text))
        {
            complete = reader;
        }

        _window.Advance((int)complete.BytesConsumed);
        _state = complete.CurrentState;
    }

    /// <summary>Reads one member or object; false if it has not arrived completely: then it is read again from its start.</summary>
    private bool TryStep(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_place)
        {
            case Place.Before:
                _place = reader.TokenType == JsonTokenType.StartObject ? Place.InList : throw JsonText.WrongType(ref reader, "The body", "an object");
                return true;
            case Place.InList when reader.TokenType == JsonTokenType.EndObject:
                _place = Place.After;
                return true;
            case Place.InList when reader.ValueTextEquals("items"u8):
                return TryEnterItems(ref reader);
            case Place.InList when reader.ValueTextEquals("metadata"u8):
                return TryReadMetadata(ref reader, text);
            case Place.InList:
                return reader.Read() && reader.TrySkip();
            case Place.InItems when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.InList;
                return true;
            case Place.InItems:
                return TryReadItem(ref reader, text);
            case Place.After:
                return true;
        }

        return true;
    }

    private bool TryEnterItems(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
        {
            return false;
        }

        _hasItems = true;
        _place = reader.TokenType switch
        {
            JsonTokenType.StartArray => Place.InItems,
            JsonTokenType.Null => Place.InList,
            _ => throw JsonText.WrongType(ref reader, "items", "an array"),
        };
        return true;
    }

    private bool TryReadMetadata(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        if (!reader.Read())
        {
            return false;
        }

        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var metadata = ApiServerJson.Read(text[start..(int)reader.BytesConsumed], ApiServerJson.Default.ListMetadata);
        Continue = metadata?.Continue ?? "";
        ResourceVersion = metadata?.ResourceVersion ?? "";
        Remaining = metadata?.RemainingItemCount is >= 0 and var count ? count : null;
        return true;
    }

    private bool TryReadItem(ref Utf8JsonReader reader, ReadOnlySpan<byte> text)
    {
        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var json = text[start..(int)reader.BytesConsumed];
        var (item, error) = ReadItem(json);
        if (item is null)
        {
            _unreadable.Add(UnreadableObject.Find(json, type, error!) ?? throw new JsonException(error));
        }
        else if (isWanted(item))
        {
            _items.Add(item);
            if (MostTextBytes > 0)
            {
                var hasRoom = json.Length <= MostTextBytes - _textBytes;
                _texts.Add(hasRoom ? json.ToArray() : default);
                _textBytes += hasRoom ? json.Length : 0;
            }
        }

        return true;
    }

    private (ObjectSnapshot? Item, string? Error) ReadItem(ReadOnlySpan<byte> json)
    {
        try
        {
            return ObjectReader.ReadItem(json, type) is { } item ? (item, null) : (null, "items[] holds something without a name.");
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return (null, exception.Message);
        }
    }
}
