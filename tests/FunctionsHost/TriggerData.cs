using System.Collections.Immutable;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Tagalong.FunctionsHost;

/// <summary>What a trigger brings: a value, and what is known about it.</summary>
/// <param name="Value">The value, of the type that the host's extension hands over.</param>
public sealed record TriggerData(object? Value)
{
    private static readonly DateTimeOffset EnqueuedAt = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    /// <summary>What the broker tells of it. Members of the value's own go over it.</summary>
    public ImmutableDictionary<string, object?> Metadata { get; init; } = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Event Grid: one event, which the host has parsed.</summary>
    public static TriggerData EventGrid(string cloudEvent)
    {
        var parsed = JObject.Parse(cloudEvent);
        return new TriggerData(parsed) { Metadata = Known(("data", parsed["data"] as JObject ?? (object?)(string?)parsed["data"])) };
    }

    /// <summary>Event Grid: the events of one delivery, with the cardinality <c>many</c>.</summary>
    public static TriggerData EventGrid(params IEnumerable<string> cloudEvents)
    {
        JObject[] parsed = [.. cloudEvents.Select(static text => JObject.Parse(text))];
        return new TriggerData(parsed) { Metadata = Known(("data", parsed.Select(static one => one["data"]).ToArray())) };
    }

    /// <summary>Service Bus: a message's text, with the <c>dataType</c> string.</summary>
    public static TriggerData ServiceBus(string body, string contentType = "application/cloudevents+json", int deliveryCount = 1) => new(body)
    {
        Metadata = Known(
            ("MessageId", "0c2f"),
            ("DeliveryCount", deliveryCount),
            ("SequenceNumber", 42L),
            ("LockToken", Guid.Parse("6a7fc2b6-35b3-4d18-a6c8-0a8ef0f4a39b")),
            ("ContentType", contentType),
            ("Subject", "pod"),
            ("Label", "pod"),
            ("EnqueuedTimeUtc", EnqueuedAt.UtcDateTime),
            ("EnqueuedTime", EnqueuedAt),
            ("ApplicationProperties", new Dictionary<string, object> { ["cloudEvents:type"] = "x" }),
            ("UserProperties", new Dictionary<string, object> { ["cloudEvents:type"] = "x" }),
            ("MessageActions", new JObject()),
            ("ReceiveActions", new JObject()),
            ("Client", new JObject { ["FullyQualifiedNamespace"] = "ns.servicebus.windows.net" })),
    };

    /// <summary>Event Hubs: the texts of a batch, with the cardinality <c>many</c> and the <c>dataType</c> string.</summary>
    public static TriggerData EventHubs(params IEnumerable<string> bodies)
    {
        string[] texts = [.. bodies];
        return new TriggerData(texts)
        {
            Metadata = Known(
                ("PartitionContext", new JObject { ["PartitionId"] = "0", ["EventHubName"] = "k8s", ["ConsumerGroup"] = "$Default" }),
                ("CheckpointContext", new JObject()),
                ("PartitionKeyArray", texts.Select(static _ => (string?)null).ToArray()),
                ("OffsetArray", texts.Select(static (_, at) => $"{120 + at}").ToArray()),
                ("SequenceNumberArray", texts.Select(static (_, at) => 7L + at).ToArray()),
                ("EnqueuedTimeUtcArray", texts.Select(static _ => EnqueuedAt.UtcDateTime).ToArray()),
                ("PropertiesArray", texts.Select(static _ => new Dictionary<string, object> { ["cloudEvents:type"] = "x" }).ToArray()),
                ("SystemPropertiesArray", texts.Select(static (_, at) => new Dictionary<string, object?> { ["SequenceNumber"] = 7L + at, ["PartitionKey"] = null }).ToArray())),
        };
    }

    /// <summary>Event Hubs without the <c>dataType</c> string: the host parses each body.</summary>
    public static TriggerData ParsedEventHubs(params IEnumerable<string> bodies) => new(bodies.Select(static body => (object)JObject.Parse(body)).ToArray());

    /// <summary>A timer that is due.</summary>
    public static TriggerData Timer(bool isPastDue = false) => new(new JObject
    {
        ["Schedule"] = new JObject { ["AdjustForDST"] = true },
        ["ScheduleStatus"] = isPastDue
            ? null
            : new JObject { ["Last"] = EnqueuedAt, ["Next"] = EnqueuedAt.AddHours(6), ["LastUpdated"] = EnqueuedAt },
        ["IsPastDue"] = isPastDue,
    });

    /// <summary>The body of the invocation.</summary>
    /// <param name="binding">The name of the trigger's binding.</param>
    /// <param name="function">The function's name.</param>
    public string ToJson(string binding, string function) => JsonConvert.SerializeObject(ToPayload(binding, function));

    private JObject ToPayload(string binding, string function)
    {
        var metadata = new Dictionary<string, object?>(Metadata, StringComparer.OrdinalIgnoreCase);
        foreach (var member in MembersOf(Value as string))
        {
            metadata[member.Name] = member.Value is JObject value ? value : (object?)(string?)member.Value;
        }

        metadata["sys"] = new JObject { ["MethodName"] = function, ["UtcNow"] = EnqueuedAt.UtcDateTime, ["RandGuid"] = Guid.Empty };
        return new JObject
        {
            ["Data"] = new JObject { [binding] = WireValue.Of(Value) },
            [nameof(Metadata)] = new JObject(metadata
                .Where(static entry => entry.Value is not null && !entry.Key.EndsWith("trigger", StringComparison.OrdinalIgnoreCase))
                .Select(static entry => new JProperty(entry.Key, WireValue.Of(entry.Value)))),
        };
    }

    /// <summary>What the host takes over from a body that looks like a JSON object: all members but arrays.</summary>
    private static IEnumerable<JProperty> MembersOf(string? body)
    {
        if (body is null || !body.TrimStart().StartsWith('{') || !body.TrimEnd().EndsWith('}'))
        {
            return [];
        }

        try
        {
            return JObject.Parse(body).Properties().Where(static member => member.Value is not JArray);
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static ImmutableDictionary<string, object?> Known(params IEnumerable<(string Name, object? Value)> metadata) =>
        metadata.ToImmutableDictionary(static entry => entry.Name, static entry => entry.Value, StringComparer.OrdinalIgnoreCase);
}
