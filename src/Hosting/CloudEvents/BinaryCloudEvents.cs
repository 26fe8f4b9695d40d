using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>CloudEvents in binary mode, whose attributes are separate from the data: headers of HTTP, properties of a message.</summary>
public static class BinaryCloudEvents
{
    /// <summary>Reads one event.</summary>
    /// <param name="attribute">Returns the value of an attribute, or null if it is missing.</param>
    /// <param name="called">How messages call an attribute, before its name: <c>header ce-</c>.</param>
    /// <param name="data">The data.</param>
    /// <param name="clusterExtension">The extension that names the cluster.</param>
    /// <param name="sender">The sender.</param>
    public static ReceivedEvents Read(
        Func<string, string?> attribute, string called, ReadOnlyMemory<byte> data, string clusterExtension, Sender sender)
    {
        ArgumentNullException.ThrowIfNull(attribute);
        ArgumentNullException.ThrowIfNull(sender);
        if (attribute("specversion") is not "1.0")
        {
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The {called}specversion has to be 1.0.");
        }

        var (id, source, type) = (attribute("id"), attribute("source"), attribute("type"));
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(source) || string.IsNullOrEmpty(type))
        {
            var missing = string.IsNullOrEmpty(id) ? "id" : string.IsNullOrEmpty(source) ? "source" : "type";
            return ReceivedEvents.Reject(OutcomeReason.NotACloudEvent, $"The {called}{missing} is missing or empty.");
        }

        return ReceivedEvents.Of(new EventEnvelope
        {
            Id = id,
            Source = source,
            Type = type,
            Cluster = attribute(clusterExtension),
            TraceParent = attribute("traceparent"),
            TraceState = attribute("tracestate"),
            Data = data,
            IsSenderAuthenticated = sender.IsAuthenticated,
            SenderName = sender.Name,
            SenderClusters = sender.Clusters,
        });
    }
}
