using System.Net.Mime;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>
/// CloudEvents over HTTP: binary, structured and batch mode. Source: the HTTP protocol binding of CloudEvents 1.0.
/// </summary>
/// <remarks>
/// A structured event that is sent as plain <c>application/json</c>, as kubewatch does, is taken as well.
/// </remarks>
internal sealed class CloudEventHttpBinding(IOptions<HttpOptions> http, IOptions<FleetOptions> fleet)
{
    private const string Prefix = "ce-";

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
            return WithinLimit(JsonCloudEvents.ReadBatch(body.Memory, fleet.Value.ClusterExtension, sender));
        }

        if (MimeUtilities.IsCloudEventsContentType(mediaType))
        {
            return JsonCloudEvents.ReadOne(body.Memory, fleet.Value.ClusterExtension, sender);
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
            ? JsonCloudEvents.ReadOne(body.Memory, fleet.Value.ClusterExtension, sender)
            : ReceivedEvents.Refused(
                OutcomeReason.NotACloudEvent,
                "The request is no CloudEvent: it has neither ce- headers nor the content type application/cloudevents+json.");
    }

    private async ValueTask<FillResult> ReadBodyAsync(HttpRequest request, PooledBuffer body, CancellationToken cancellationToken) =>
        (request.ContentLength ?? 0) > http.Value.MaxBodyBytes
            ? FillResult.TooLarge
            : await body.FillAsync(request.Body, http.Value.MaxBodyBytes, cancellationToken);

    private ReceivedEvents ReadBinary(HttpRequest request, Sender sender, PooledBuffer body)
    {
        if (request.Headers.FirstOrDefault(static header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Value.Count > 1).Key is { } twice)
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The header {twice.ToLowerInvariant()} is there more than once.");
        }

        return BinaryCloudEvents.Read(Attribute, "header ce-", body.Memory, fleet.Value.ClusterExtension, sender);

        string? Attribute(string name) =>
            request.Headers.TryGetValue(Prefix + name, out var values) && values is [{ } value]
                ? value.AsSpan().ContainsAny('%', '"') ? HttpUtilities.DecodeHeaderValue(value) : value
                : null;
    }

    private ReceivedEvents WithinLimit(ReceivedEvents received) => received.Events.Count > http.Value.MaxBatch
        ? ReceivedEvents.Refused(
            OutcomeReason.BodyTooLarge, $"The batch has {received.Events.Count} events, {http.Value.MaxBatch} are allowed (Tagalong:Http:MaxBatch).")
        : received;
}
