using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CloudNative.CloudEvents;

namespace Tagalong.Core.Events;

/// <summary>Converts the CloudEvents library's model into this one; no other type knows the library.</summary>
public static class EventEnvelopeFactory
{
    /// <summary>Converts a CloudEvent.</summary>
    /// <param name="received">A valid event whose data is JSON, as the library decodes it: an element, text or bytes.</param>
    /// <param name="clusterExtension">The extension that names the cluster.</param>
    /// <param name="isSenderAuthenticated">See <see cref="EventEnvelope.IsSenderAuthenticated"/>.</param>
    public static EventEnvelope ToEnvelope(CloudEvent received, string clusterExtension, bool isSenderAuthenticated)
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
            Data = Bytes(received.Data),
            IsSenderAuthenticated = isSenderAuthenticated,
        };
    }

    private static ReadOnlyMemory<byte> Bytes(object? data) => data switch
    {
        JsonElement element => JsonMarshal.GetRawUtf8Value(element).ToArray(),
        byte[] bytes => bytes,
        ReadOnlyMemory<byte> memory => memory,
        string text => Encoding.UTF8.GetBytes(text),
        _ => default,
    };
}
