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

namespace Tagalong.Functions.Http;

/// <summary>
/// CloudEvents over HTTP: binary, structured and batch mode. Source: the HTTP protocol binding of CloudEvents 1.0.
/// </summary>
/// <remarks>
/// A structured event that is sent as plain <c>application/json</c>, as kubewatch does, is taken as well.
/// </remarks>
internal sealed class CloudEventHttpBinding(IOptions<HttpOptions> http, IOptions<SenderOptions> senders, IOptions<FleetOptions> fleet)
{
    private const string Prefix = "ce-";
    private static readonly JsonEventFormatter Formatter = new(new JsonSerializerOptions(), new JsonDocumentOptions { MaxDepth = EventReader.MaxDepth });

    private bool IsAuthenticated => senders.Value.Authentication switch
    {
        SenderAuthentication.None => false,
        SenderAuthentication.Platform => true,
    };

    /// <summary>Reads a request's events. They refer to the buffer, which has to outlive them.</summary>
    public async ValueTask<ReceivedEvents> ReadAsync(HttpRequest request, PooledBuffer body, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, "The body is compressed; send it as it is.");
        }

        if (!await IsReadAsync(request, body, cancellationToken))
        {
            return ReceivedEvents.Refused(
                OutcomeReason.BodyTooLarge, $"The body is larger than {http.Value.MaxBodyBytes} bytes (Tagalong:Http:MaxBodyBytes).");
        }

        var mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value! : "";
        if (MimeUtilities.IsCloudEventsBatchContentType(mediaType))
        {
            return ReadJson(body, Formatter.DecodeBatchModeMessage);
        }

        if (MimeUtilities.IsCloudEventsContentType(mediaType))
        {
            return ReadJson(body, One);
        }

        if (request.Headers.ContainsKey(Prefix + "specversion"))
        {
            try
            {
                return ReadBinary(request, body);
            }
            catch (ArgumentException)
            {
                return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, "A ce- header is not well encoded: look at '%' and '\"' in it.");
            }
        }

        return mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? ReadJson(body, One)
            : ReceivedEvents.Refused(
                OutcomeReason.NotACloudEvent,
                "The request is no CloudEvent: it has neither ce- headers nor the content type application/cloudevents+json.");

        static IReadOnlyList<CloudEvent> One(ReadOnlyMemory<byte> json, ContentType? type, IEnumerable<CloudEventAttribute>? extensions) =>
            [Formatter.DecodeStructuredModeMessage(json, type, extensions)];
    }

    /// <summary>The library quotes what it does not like, however long that is.</summary>
    private static string Shortened(string message) => message.Length > 200 ? message[..200] + "…" : message;

    private async ValueTask<bool> IsReadAsync(HttpRequest request, PooledBuffer body, CancellationToken cancellationToken) =>
        (request.ContentLength ?? 0) <= http.Value.MaxBodyBytes
        && await body.FillAsync(request.Body, http.Value.MaxBodyBytes, cancellationToken);

    private ReceivedEvents ReadBinary(HttpRequest request, PooledBuffer body)
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
            IsSenderAuthenticated = IsAuthenticated,
        });

        string? Attribute(string name) =>
            request.Headers.TryGetValue(Prefix + name, out var values) && values is [{ } value]
                ? value.AsSpan().ContainsAny('%', '"') ? HttpUtilities.DecodeHeaderValue(value) : value
                : null;
    }

    private ReceivedEvents ReadJson(
        PooledBuffer body, Func<ReadOnlyMemory<byte>, ContentType?, IEnumerable<CloudEventAttribute>?, IReadOnlyList<CloudEvent>> decode)
    {
        try
        {
            var events = decode(body.Memory, null, null);
            return events.Count > http.Value.MaxBatch
                ? ReceivedEvents.Refused(
                    OutcomeReason.BodyTooLarge, $"The batch has {events.Count} events, {http.Value.MaxBatch} are allowed (Tagalong:Http:MaxBatch).")
                : ReceivedEvents.Of([.. events.Select(received => CloudEventAdapter.ToEnvelope(received, fleet.Value.ClusterExtension, IsAuthenticated))]);
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException or FormatException)
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The body is no CloudEvent in JSON: {Shortened(fault.Message)}");
        }
    }
}
