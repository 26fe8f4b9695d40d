using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Authentication;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>CloudEvents whose attributes stand beside their data: the binary mode, whatever brought them.</summary>
internal static class BinaryCloudEvents
{
    /// <summary>Reads one event.</summary>
    /// <param name="attribute">The value of an attribute, or null where there is none.</param>
    /// <param name="called">What the attributes' places are called in messages: <c>header ce-</c>.</param>
    /// <param name="data">The data.</param>
    /// <param name="clusterExtension">The extension that names the cluster.</param>
    /// <param name="sender">Who sent it.</param>
    public static ReceivedEvents Read(Func<string, string?> attribute, string called, ReadOnlyMemory<byte> data, string clusterExtension, Sender sender)
    {
        if (attribute("specversion") is not "1.0")
        {
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The {called}specversion has to be 1.0.");
        }

        var (id, source, type) = (attribute("id"), attribute("source"), attribute("type"));
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(source) || string.IsNullOrEmpty(type))
        {
            var missing = string.IsNullOrEmpty(id) ? "id" : string.IsNullOrEmpty(source) ? "source" : "type";
            return ReceivedEvents.Refused(OutcomeReason.NotACloudEvent, $"The {called}{missing} is missing or empty.");
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
