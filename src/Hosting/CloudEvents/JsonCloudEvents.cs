using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>CloudEvents that are JSON as a whole: the structured and the batch mode, whatever brought them.</summary>
internal static class JsonCloudEvents
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
        try
        {
            return ReceivedEvents.Of([.. decode(json).Select(received => CloudEventAdapter.ToEnvelope(received, clusterExtension, sender.IsAuthenticated) with
            {
                SenderName = sender.Name,
                SenderClusters = sender.Clusters,
            })]);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The body is no CloudEvent in JSON: {WithoutQuotes(fault.Message)}");
        }
    }

    /// <summary>The library quotes what it does not like. Names may be told; anything else may be a part of the body.</summary>
    private static string WithoutQuotes(string message)
    {
        var (first, last) = (message.IndexOf('\''), message.LastIndexOf('\''));
        return first == last || Attributes.Contains(message[(first + 1)..last]) ? message : $"{message[..first]}'…'{message[(last + 1)..]}";
    }
}
