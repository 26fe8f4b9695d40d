using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Net.Http.Headers;
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

    /// <summary>Reads one event. It refers to the JSON, which must outlive it.</summary>
    public static ReceivedEvents ReadOne(ReadOnlyMemory<byte> json, string clusterExtension, Sender sender)
    {
        ArgumentNullException.ThrowIfNull(sender);
        try
        {
            var parts = StructuredEvent.Split(json);
            var received = Formatter.DecodeStructuredModeMessage(parts.Attributes, null, null);
            return ReceivedEvents.Of(EventEnvelopeFactory.ToEnvelope(received, clusterExtension) with
            {
                Data = parts.DataBytes(IsJson(received.DataContentType)),
                IsSenderAuthenticated = sender.IsAuthenticated,
                SenderName = sender.Name,
                SenderClusters = sender.Clusters,
            });
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return Invalid(json.Span, error);
        }
    }

    /// <summary>The rejection of JSON that cannot be read, or that is not an event.</summary>
    internal static ReceivedEvents Invalid(ReadOnlySpan<byte> json, Exception error)
    {
        if (error is not JsonException { LineNumber: { } line, BytePositionInLine: { } position })
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The JSON is not a CloudEvent: {WithoutQuotes(error.Message).TrimEnd('.')}.");
        }

        var at = Offset(json, line) + position;
        return ReceivedEvents.Reject(
            OutcomeReason.NotACloudEvent,
            at >= json.Length ? $"The JSON ends too early (byte {at})." : $"The JSON is invalid or nested too deeply (byte {at}).");
    }

    private static bool IsJson(string? contentType) => contentType is null
        || (MediaTypeHeaderValue.TryParse(contentType, out var parsed)
            && (parsed.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
                || parsed.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase)));

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
