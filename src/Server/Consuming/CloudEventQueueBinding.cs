using System.Net.Mime;
using CloudNative.CloudEvents.Core;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>CloudEvents out of messages: one event a message, in the binary or the structured mode.</summary>
/// <remarks>Which properties of a message are attributes is for each queue to know; the rest is the same for all of them.</remarks>
internal sealed class CloudEventQueueBinding(IOptions<ConsumeOptions> options, IOptions<FleetOptions> fleet)
{
    /// <summary>Reads a message's event. It refers to the message's body.</summary>
    public ReceivedEvents Read(QueueMessage message, Sender sender)
    {
        if (message.Body.Length > options.Value.MaxMessageBytes)
        {
            return ReceivedEvents.Reject(
                OutcomeReason.BodyTooLarge, $"The message has {message.Body.Length} bytes, {options.Value.MaxMessageBytes} are allowed (Tagalong:Consume:MaxMessageBytes).");
        }

        var mediaType = MediaTypeHeaderValue.TryParse(message.ContentType, out var parsed) ? parsed.MediaType.Value! : "";
        if (MimeUtilities.IsCloudEventsBatchContentType(mediaType))
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, "The message is a batch; send one event a message.");
        }

        if (!MimeUtilities.IsCloudEventsContentType(mediaType) && message.Attributes.ContainsKey("specversion"))
        {
            return BinaryCloudEvents.Read(message.Attributes.GetValueOrDefault, "attribute ", message.Body, fleet.Value.ClusterExtension, sender);
        }

        // Some senders name no media type, and some name that of any JSON.
        return message.ContentType is not { Length: > 0 } || MimeUtilities.IsCloudEventsContentType(mediaType)
            || mediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)
            ? JsonCloudEvents.ReadOne(message.Body, fleet.Value.ClusterExtension, sender)
            : ReceivedEvents.Reject(
                OutcomeReason.NotACloudEvent, "The message is no CloudEvent: it has neither the attributes of one nor the content type application/cloudevents+json.");
    }
}
