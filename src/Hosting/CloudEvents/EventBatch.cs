using System.Text.Json;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>
/// The events of a batch. Each is decoded when its turn comes, so that a batch takes little more memory than its body, and one
/// that is not a CloudEvent does not spoil the others.
/// </summary>
public sealed class EventBatch
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly List<Range> _items;
    private readonly string _clusterExtension;
    private readonly Sender _sender;

    private EventBatch(ReadOnlyMemory<byte> json, List<Range> items, string clusterExtension, Sender sender) =>
        (_json, _items, _clusterExtension, _sender) = (json, items, clusterExtension, sender);

    /// <summary>How many events it has.</summary>
    public int Count => _items.Count;

    /// <summary>Finds the events of a batch without decoding them.</summary>
    /// <param name="json">The JSON array; the batch refers to it.</param>
    /// <param name="maxCount">The most events that it may have.</param>
    /// <param name="clusterExtension">The extension that names the cluster.</param>
    /// <param name="sender">The sender.</param>
    public static ReceivedEvents Read(ReadOnlyMemory<byte> json, int maxCount, string clusterExtension, Sender sender)
    {
        var items = new List<Range>();
        var reader = new Utf8JsonReader(json.Span, new JsonReaderOptions { MaxDepth = EventReader.MaxDepth + 1 });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, "The JSON is not a batch: it has to be an array of events.");
            }

            var count = 0;
            for (reader.Read(); reader.TokenType != JsonTokenType.EndArray; reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (++count <= maxCount)
                {
                    items.Add(start..(int)reader.BytesConsumed);
                }
            }

            // Nothing may follow the array.
            reader.Read();
            return count <= maxCount
                ? ReceivedEvents.Of(new EventBatch(json, items, clusterExtension, sender))
                : ReceivedEvents.Reject(OutcomeReason.BodyTooLarge, $"The batch has {count} events; {maxCount} are allowed (Tagalong:Http:MaxBatch).");
        }
        catch (JsonException error)
        {
            return JsonCloudEvents.Invalid(json.Span, error);
        }
    }

    /// <summary>Decodes one event.</summary>
    public ReceivedEvents this[int index] => JsonCloudEvents.ReadOne(_json[_items[index]], _clusterExtension, _sender);
}
