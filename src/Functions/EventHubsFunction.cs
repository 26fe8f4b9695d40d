using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace Tagalong.Functions;

/// <summary>Events of an event hub. Part of the app if it is built with the property <c>EventHubs</c>.</summary>
public sealed class EventHubsFunction(TriggeredEvents events)
{
    /// <summary>
    /// Handles a batch. The retries, for about an hour, are all there is against the loss of events that cannot be handled now: Event Hubs
    /// moves its checkpoint past a batch that failed.
    /// </summary>
    [Function("eventhubs")]
    [ExponentialBackoffRetry(20, "00:00:04", "00:05:00")]
    public Task RunAsync([EventHubTrigger("%TAGALONG_EVENT_HUB%", Connection = "EventHubs")] string[] batch, FunctionContext context) =>
        events.HandleAsync([.. batch.Select(static json => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(json))], context);
}
