using System.Net.Mime;
using CloudNative.CloudEvents.Core;
using CloudNative.CloudEvents.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;

namespace Tagalong.Hosting.Http;

/// <summary>CloudEvents over HTTP: binary, structured and batch mode. Source: the HTTP protocol binding of CloudEvents 1.0.</summary>
/// <remarks>
/// A structured event with the content type <c>application/json</c>, as kubewatch sends it, is accepted too.
/// </remarks>
internal sealed class CloudEventHttpBinding(IOptions<HttpOptions> http, IOptions<FleetOptions> fleet)
{
    private const string Prefix = "ce-";
    private const string Hint = "send ce-id, ce-source, ce-type and ce-specversion, or the content type application/cloudevents+json.";

    /// <summary>Reads the events of a request. They refer to the buffer, which must outlive them.</summary>
    public async ValueTask<ReceivedEvents> ReadAsync(HttpRequest request, Sender sender, PooledBuffer body, CancellationToken cancellationToken)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, "The body is compressed; send it uncompressed.");
        }

        switch (await ReadBodyAsync(request, body, cancellationToken))
        {
            case FillResult.TooLarge:
                return ReceivedEvents.Reject(
                    OutcomeReason.BodyTooLarge, $"The body is larger than {http.Value.MaxBodyBytes} bytes (Tagalong:Http:MaxBodyBytes).");
            case FillResult.OverBudget:
                return ReceivedEvents.Reject(
                    OutcomeReason.Overloaded, "The bodies of requests in progress use all of their memory (Tagalong:Http:MaxBytesInFlight).");
            case FillResult.Complete:
                break;
        }

        var mediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var parsed) ? parsed.MediaType.Value! : "";
        if (MimeUtilities.IsCloudEventsBatchContentType(mediaType))
        {
            return EventBatch.Read(body.Memory, http.Value.MaxBatch, fleet.Value.ClusterExtension, sender);
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
                return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, "A ce- header is not encoded correctly: check '%' and '\"' in it.");
            }
        }

        if (!mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase))
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The request is not a CloudEvent: {Hint}");
        }

        return JsonCloudEvents.ReadOne(body.Memory, fleet.Value.ClusterExtension, sender) switch
        {
            { Rejection: { } rejection } => ReceivedEvents.Reject(
                rejection.Reason, $"No ce-* headers, and the body is not a CloudEvent: {Hint} {rejection.Detail}"),
            var received => received,
        };
    }

    private async ValueTask<FillResult> ReadBodyAsync(HttpRequest request, PooledBuffer body, CancellationToken cancellationToken) =>
        (request.ContentLength ?? 0) > http.Value.MaxBodyBytes
            ? FillResult.TooLarge
            : await body.FillAsync(request.Body, http.Value.MaxBodyBytes, cancellationToken);

    private ReceivedEvents ReadBinary(HttpRequest request, Sender sender, PooledBuffer body)
    {
        var repeated = request.Headers.FirstOrDefault(static header => header.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && header.Value.Count > 1);
        if (repeated.Key is { } twice)
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The header {twice.ToLowerInvariant()} is set more than once.");
        }

        return BinaryCloudEvents.Read(Attribute, "header ce-", body.Memory, fleet.Value.ClusterExtension, sender);

        string? Attribute(string name) =>
            request.Headers.TryGetValue(Prefix + name, out var values) && values is [{ } value]
                ? value.AsSpan().ContainsAny('%', '"') ? HttpUtilities.DecodeHeaderValue(value) : value
                : null;
    }
}
