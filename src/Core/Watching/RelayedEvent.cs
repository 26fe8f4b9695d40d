using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Tagalong.Core.Clusters;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>A change that may matter, as a CloudEvent in the shape of Knative's ApiServerSource in Resource mode.</summary>
/// <param name="IsNew">Whether the object is new to the watcher.</param>
/// <param name="Object">The object.</param>
/// <param name="Type">How the API serves it.</param>
/// <param name="ResourceVersion">The version of it that the event shows.</param>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Seen">When the change was seen.</param>
/// <param name="Body">The whole object, in JSON.</param>
public sealed record RelayedEvent(
    bool IsNew, ObjectReference Object, ResourceType Type, string ResourceVersion, ClusterName Cluster, DateTimeOffset Seen, ReadOnlyMemory<byte> Body)
{
    /// <summary>The same for the same version of the same object, so that who gets it twice can tell.</summary>
    public string Id => $"{Object.Uid}/{ResourceVersion}";

    /// <summary>The CloudEvents <c>type</c>.</summary>
    public string EventType => IsNew ? "dev.knative.apiserver.resource.add" : "dev.knative.apiserver.resource.update";

    /// <summary>The CloudEvents <c>source</c>.</summary>
    public string Source => Cluster.IsNamed ? $"/tagalong/clusters/{Uri.EscapeDataString(Cluster.Value)}" : "/tagalong";

    /// <summary>The trace that the event belongs to, as W3C <c>traceparent</c>; null where there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The CloudEvents attributes that it has, by name.</summary>
    public IEnumerable<(string Name, string Value)> Attributes
    {
        get
        {
            yield return ("specversion", "1.0");
            yield return ("id", Id);
            yield return ("source", Source);
            yield return ("type", EventType);
            yield return ("time", Seen.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            yield return ("subject", $"/{ObjectPath.Of(Type, Object.Namespace, Object.Name)}");
            yield return ("apiversion", Object.ApiVersion);
            yield return ("kind", Object.Kind);
            yield return ("name", Object.Name);
            foreach (var (name, value) in ((string, string?)[])[("namespace", Object.Namespace), ("cluster", Cluster.Value), ("traceparent", TraceParent)])
            {
                if (!string.IsNullOrEmpty(value))
                {
                    yield return (name, value);
                }
            }
        }
    }

    /// <summary>The event as the labeler takes it, of a sender that is to be believed.</summary>
    internal EventEnvelope ToEnvelope() => new()
    {
        Id = Id,
        Source = Source,
        Type = EventType,
        Cluster = Cluster.Value,
        TraceParent = TraceParent,
        Data = Body,
        IsSenderAuthenticated = true,
        SenderName = "watch",
    };

    /// <summary>The event in the structured mode of CloudEvents, on one line.</summary>
    internal ReadOnlyMemory<byte> ToJson()
    {
        var text = new ArrayBufferWriter<byte>(Body.Length + 1024);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, value) in Attributes)
            {
                json.WriteString(name, value);
            }

            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            json.WriteRawValue(Body.Span);
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }
}
