using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>CloudEvents in structured and batch mode, which are JSON as a whole, over any transport.</summary>
public static class JsonCloudEvents
{
    private static readonly string[] Attributes =
        ["specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype", "data", "data_base64", "cluster", "traceparent"];

    private static readonly JsonEventFormatter Formatter = new(new JsonSerializerOptions(), new JsonDocumentOptions { MaxDepth = EventReader.MaxDepth });

    /// <summary>Reads one event.</summary>
    public static ReceivedEvents ReadOne(ReadOnlyMemory<byte> json, string clusterExtension, Sender sender) =>
        Read(json, static json => [Formatter.DecodeStructuredModeMessage(json, null, null)], clusterExtension, sender);

    /// <summary>Reads a batch of events.</summary>
    public static ReceivedEvents ReadBatch(ReadOnlyMemory<byte> json, string clusterExtension, Sender sender) =>
        Read(json, static json => Formatter.DecodeBatchModeMessage(json, null, null), clusterExtension, sender);

    private static ReceivedEvents Read(
        ReadOnlyMemory<byte> json, Func<ReadOnlyMemory<byte>, IReadOnlyList<CloudEvent>> decode, string clusterExtension, Sender sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        try
        {
            return ReceivedEvents.Of([.. decode(json).Select(received => EventEnvelopeFactory.ToEnvelope(received, clusterExtension, sender.IsAuthenticated) with
            {
                SenderName = sender.Name,
                SenderClusters = sender.Clusters,
            })]);
        }
        catch (JsonException error) when (error is { LineNumber: { } line, BytePositionInLine: { } position })
        {
            var at = Offset(json.Span, line) + position;
            return ReceivedEvents.Reject(
                OutcomeReason.NotACloudEvent,
                at >= json.Length ? $"The JSON ends too early (byte {at})." : $"The JSON is invalid or nested too deeply (byte {at}).");
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The JSON is not a CloudEvent: {WithoutQuotes(error.Message).TrimEnd('.')}.");
        }
    }

    /// <summary>Where a line begins.</summary>
    private static long Offset(ReadOnlySpan<byte> json, long line)
    {
        var offset = 0;
        for (; line > 0 && json[offset..].IndexOf((byte)'\n') is >= 0 and var end; line--)
        {
            offset += end + 1;
        }

        return offset;
    }

    /// <summary>The library quotes what is wrong. Names of attributes may be shown; anything else may be a part of the body.</summary>
    private static string WithoutQuotes(string message)
    {
        var (first, last) = (message.IndexOf('\''), message.LastIndexOf('\''));
        return first == last || Attributes.Contains(message[(first + 1)..last]) ? message : $"{message[..first]}'…'{message[(last + 1)..]}";
    }
}
