using System.Net.Mime;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;
using CloudNative.CloudEvents.SystemTextJson;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tagalong.Core.Clusters;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Functions.Senders;

namespace Tagalong.Functions.Http;

/// <summary>
/// CloudEvents over HTTP: binary, structured and batch mode. Source: the HTTP protocol binding of CloudEvents 1.0.
/// </summary>
/// <remarks>
/// A structured event that is sent as plain <c>application/json</c>, as kubewatch does, is taken as well.
/// </remarks>
internal sealed class CloudEventHttpBinding(IOptions<HttpOptions> http, IOptions<FleetOptions> fleet)
{
    private const string Prefix = "ce-";
    private static readonly string[] Attributes =
        ["specversion", "id", "source", "type", "subject", "time", "dataschema", "datacontenttype", "data", "data_base64", "cluster", "traceparent"];

    private static readonly JsonEventFormatter Formatter = new(new JsonSerializerOptions(), new JsonDocumentOptions { MaxDepth = EventReader.MaxDepth });

    /// <summary>Reads a request's events. They refer to the buffer, which has to outlive them.</summary>
    public async ValueTask<ReceivedEvents> ReadAsync(HttpRequest request, Sender sender, PooledBuffer body, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, "The body is compressed; send it as it is.");
        }

        switch (await ReadBodyAsync(request, body, cancellationToken))
        {
            case FillResult.TooLarge:
                return ReceivedEvents.Refused(
                    OutcomeReason.BodyTooLarge, $"The body is larger than {http.Value.MaxBodyBytes} bytes (Tagalong:Http:MaxBodyBytes).");
            case FillResult.OverBudget:
                return ReceivedEvents.Refused(
                    OutcomeReason.Overloaded, "The bodies in flight take as much memory as they may (Tagalong:Http:MaxBytesInFlight).");
            case FillResult.Complete:
                break;
        }

        var mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value! : "";
        if (MimeUtilities.IsCloudEventsBatchContentType(mediaType))
        {
            return ReadJson(sender, body, Formatter.DecodeBatchModeMessage);
        }

        if (MimeUtilities.IsCloudEventsContentType(mediaType))
        {
            return ReadJson(sender, body, One);
        }

        if (request.Headers.ContainsKey(Prefix + "specversion"))
        {
            try
            {
                return ReadBinary(request, sender, body);
            }
            catch (ArgumentException)
            {
                return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, "A ce- header is not well encoded: look at '%' and '\"' in it.");
            }
        }

        return mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? ReadJson(sender, body, One)
            : ReceivedEvents.Refused(
                OutcomeReason.NotACloudEvent,
                "The request is no CloudEvent: it has neither ce- headers nor the content type application/cloudevents+json.");

        static IReadOnlyList<CloudEvent> One(ReadOnlyMemory<byte> json, ContentType? type, IEnumerable<CloudEventAttribute>? extensions) =>
            [Formatter.DecodeStructuredModeMessage(json, type, extensions)];
    }

    /// <summary>The library quotes what it does not like. Names may be told; anything else may be a part of the body.</summary>
    private static string WithoutQuotes(string message)
    {
        var (first, last) = (message.IndexOf('\''), message.LastIndexOf('\''));
        return first == last || Attributes.Contains(message[(first + 1)..last]) ? message : $"{message[..first]}'…'{message[(last + 1)..]}";
    }

    private async ValueTask<FillResult> ReadBodyAsync(HttpRequest request, PooledBuffer body, CancellationToken cancellationToken) =>
        (request.ContentLength ?? 0) > http.Value.MaxBodyBytes
            ? FillResult.TooLarge
            : await body.FillAsync(request.Body, http.Value.MaxBodyBytes, cancellationToken);

    private ReceivedEvents ReadBinary(HttpRequest request, Sender sender, PooledBuffer body)
    {
        if (Attribute("specversion") is not "1.0")
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, "The header ce-specversion has to be 1.0.");
        }

        if (request.Headers.FirstOrDefault(static header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Value.Count > 1).Key is { } twice)
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The header {twice.ToLowerInvariant()} is there more than once.");
        }

        var (id, source, type) = (Attribute("id"), Attribute("source"), Attribute("type"));
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(source) || string.IsNullOrEmpty(type))
        {
            var missing = string.IsNullOrEmpty(id) ? "id" : string.IsNullOrEmpty(source) ? "source" : "type";
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The header ce-{missing} is missing or empty.");
        }

        return ReceivedEvents.Of(new EventEnvelope
        {
            Id = id,
            Source = source,
            Type = type,
            Cluster = Attribute(fleet.Value.ClusterExtension),
            TraceParent = Attribute("traceparent"),
            TraceState = Attribute("tracestate"),
            Data = body.Memory,
            IsSenderAuthenticated = sender.IsAuthenticated,
            SenderName = sender.Name,
            SenderClusters = sender.Clusters,
        });

        string? Attribute(string name) =>
            request.Headers.TryGetValue(Prefix + name, out var values) && values is [{ } value]
                ? value.AsSpan().ContainsAny('%', '"') ? HttpUtilities.DecodeHeaderValue(value) : value
                : null;
    }

    private ReceivedEvents ReadJson(
        Sender sender, PooledBuffer body, Func<ReadOnlyMemory<byte>, ContentType?, IEnumerable<CloudEventAttribute>?, IReadOnlyList<CloudEvent>> decode)
    {
        try
        {
            var events = decode(body.Memory, null, null);
            return events.Count > http.Value.MaxBatch
                ? ReceivedEvents.Refused(
                    OutcomeReason.BodyTooLarge, $"The batch has {events.Count} events, {http.Value.MaxBatch} are allowed (Tagalong:Http:MaxBatch).")
                : ReceivedEvents.Of([.. events.Select(received => CloudEventAdapter.ToEnvelope(received, fleet.Value.ClusterExtension, sender.IsAuthenticated) with
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
}
