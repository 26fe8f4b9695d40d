using CloudNative.CloudEvents;

namespace Tagalong.Core.Events;

/// <summary>Converts the CloudEvents library's model into this one; no other type knows the library.</summary>
public static class EventEnvelopeFactory
{
    /// <summary>Converts the attributes of a valid CloudEvent.</summary>
    /// <param name="received">The event.</param>
    /// <param name="clusterExtension">The extension that names the cluster.</param>
    public static EventEnvelope ToEnvelope(CloudEvent received, string clusterExtension)
    {
        ArgumentNullException.ThrowIfNull(received);
        return new EventEnvelope
        {
            Id = received.Id!,
            Source = received.Source!.OriginalString,
            Type = received.Type!,
            Cluster = received[clusterExtension] as string,
            TraceParent = received["traceparent"] as string,
            TraceState = received["tracestate"] as string,
        };
    }
}
