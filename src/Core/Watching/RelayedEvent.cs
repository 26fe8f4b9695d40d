using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Watching;

/// <summary>A change that may matter, as a CloudEvent in the shape of Knative's ApiServerSource in Resource mode.</summary>
/// <param name="IsNew">Whether the sink has no earlier event of the object.</param>
/// <param name="Object">The object that changed.</param>
/// <param name="Type">How the API serves it.</param>
/// <param name="ResourceVersion">The version of the object in the event.</param>
/// <param name="Cluster">The cluster of the object.</param>
/// <param name="Seen">When the change was seen.</param>
/// <param name="Body">The whole object as JSON; or only its name and uid, so that the receiver reads the object.</param>
public sealed record RelayedEvent(
    bool IsNew, ObjectReference Object, ResourceType Type, string ResourceVersion, ClusterName Cluster, DateTimeOffset Seen, ReadOnlyMemory<byte> Body)
{
    /// <summary>The CloudEvents <c>id</c>. It is the same for the same version of the same object, so that receivers can drop duplicates.</summary>
    public string Id => $"{Object.Uid}/{ResourceVersion}";

    /// <summary>The CloudEvents <c>type</c>.</summary>
    public string EventType => IsNew ? "dev.knative.apiserver.resource.add" : "dev.knative.apiserver.resource.update";

    /// <summary>The CloudEvents <c>source</c>.</summary>
    public string Source => Cluster.IsNamed ? $"/tagalong/clusters/{Uri.EscapeDataString(Cluster.Value)}" : "/tagalong";

    /// <summary>The trace of the event, as W3C <c>traceparent</c>; null without a trace.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The CloudEvents attributes by name.</summary>
    /// <param name="overrides">Attributes that replace those of the event, or are added.</param>
    public IEnumerable<(string Name, string Value)> AttributesWith(IReadOnlyDictionary<string, string> overrides) => With(overrides, AttributesAs(EventType));

    /// <summary>The event with the object's name and uid only: the receiver reads the object.</summary>
    internal RelayedEvent WithoutState()
    {
        var text = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", Object.ApiVersion);
            json.WriteString("kind", Object.Kind);
            json.WriteStartObject("metadata");
            json.WriteString("name", Object.Name);
            if (Object.Namespace.Length > 0)
            {
                json.WriteString("namespace", Object.Namespace);
            }

            json.WriteString("uid", Object.Uid);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return this with { Body = text.WrittenMemory };
    }

    /// <summary>The event for the labeler, from an authenticated sender.</summary>
    public EventEnvelope ToEnvelope() => new()
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

    /// <summary>The event in the structured mode of CloudEvents.</summary>
    /// <param name="overrides">Attributes that replace those of the event, or are added; none by default.</param>
    public ReadOnlyMemory<byte> ToJson(IReadOnlyDictionary<string, string>? overrides = null) =>
        ToJson(EventType, overrides, Body.Length, json => json.WriteRawValue(Body.Span, skipInputValidation: true));

    /// <summary>The same without the object, in the shape of Knative's ApiServerSource in Reference mode: the receiver has to read the object.</summary>
    /// <inheritdoc cref="ToJson(IReadOnlyDictionary{string, string}?)" path="/param"/>
    public ReadOnlyMemory<byte> ToReferenceJson(IReadOnlyDictionary<string, string>? overrides = null) =>
        ToJson(IsNew ? "dev.knative.apiserver.ref.add" : "dev.knative.apiserver.ref.update", overrides, 0, json =>
        {
            json.WriteStartObject();
            json.WriteString("kind", Object.Kind);
            json.WriteString("namespace", Object.Namespace);
            json.WriteString("name", Object.Name);
            json.WriteString("apiVersion", Object.ApiVersion);
            json.WriteEndObject();
        });

    private static IEnumerable<(string Name, string Value)> With(
        IReadOnlyDictionary<string, string> overrides, IEnumerable<(string Name, string Value)> attributes) =>
        attributes.Where(attribute => !overrides.ContainsKey(attribute.Name)).Concat(overrides.Select(static pair => (pair.Key, pair.Value)));

    private IEnumerable<(string Name, string Value)> AttributesAs(string type)
    {
        yield return ("specversion", "1.0");
        yield return ("id", Id);
        yield return ("source", Source);
        yield return ("type", type);
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

    private ReadOnlyMemory<byte> ToJson(string type, IReadOnlyDictionary<string, string>? overrides, int size, Action<Utf8JsonWriter> writeData)
    {
        var text = new ArrayBufferWriter<byte>(size + 1024);
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            foreach (var (name, value) in With(overrides ?? ImmutableDictionary<string, string>.Empty, AttributesAs(type)))
            {
                json.WriteString(name, value);
            }

            json.WriteString("datacontenttype", "application/json");
            json.WritePropertyName("data");
            writeData(json);
            json.WriteEndObject();
        }

        return text.WrittenMemory;
    }
}
