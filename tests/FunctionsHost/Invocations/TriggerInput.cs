using System.Collections.Immutable;
using System.Globalization;
using Newtonsoft.Json.Linq;
using Tagalong.FunctionsHost.Messages;
using Tagalong.FunctionsHost.Queues;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>What a trigger hands to a function: its value and the metadata beside it.</summary>
internal sealed record TriggerInput(TypedData Value, BindingData Metadata)
{
    /// <summary>A timer that fires now. Between schedules the host keeps no status for a worker to see.</summary>
    public static TriggerInput Timer(DateTimeOffset now, bool isPastDue) => new(
        TypedValue.Of(new JObject { ["Schedule"] = new JObject { ["AdjustForDST"] = true }, ["ScheduleStatus"] = null, ["IsPastDue"] = isPastDue }),
        new BindingData { ["TimerTrigger"] = now.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture) });

    /// <summary>A queue message. Members of a JSON body overwrite metadata of the same name.</summary>
    public static TriggerInput Queue(QueueMessage message, string body)
    {
        var metadata = new BindingData
        {
            ["QueueTrigger"] = body,
            [nameof(QueueMessage.DequeueCount)] = message.DequeueCount,
            ["ExpirationTime"] = message.ExpiresAt,
            [nameof(QueueMessage.Id)] = message.Id,
            ["InsertionTime"] = message.InsertedAt,
            ["NextVisibleTime"] = message.VisibleAt,
            [nameof(QueueMessage.PopReceipt)] = message.PopReceipt,
        };
        metadata.AddMembersOf(body);
        return new TriggerInput(TypedValue.Of(body), metadata);
    }

    /// <summary>One event of Event Grid.</summary>
    public static TriggerInput EventGrid(JObject one) =>
        new(TypedValue.Of(one), new BindingData { ["data"] = one["data"] is JValue value ? (string?)value : one["data"] });

    /// <summary>The events of one request of Event Grid, for a function with the cardinality <c>Many</c>.</summary>
    public static TriggerInput EventGrid(JArray several) =>
        new(TypedValue.Of(several), new BindingData { ["data"] = new JArray(several.Select(static one => one["data"] ?? JValue.CreateNull())) });

    /// <summary>An HTTP request; the worker gets it over HTTP.</summary>
    public static TriggerInput Http(BindingData metadata) => new(new TypedData { Http = new RpcHttp() }, metadata);

    /// <summary>A message of Service Bus as text. From the host's source, not from a recording.</summary>
    public static TriggerInput ServiceBus(string body, string messageId, int deliveryCount, DateTimeOffset enqueuedAt)
    {
        var metadata = new BindingData
        {
            ["MessageId"] = messageId,
            ["DeliveryCount"] = deliveryCount,
            ["SequenceNumber"] = 1L,
            ["LockToken"] = Guid.Empty,
            ["EnqueuedTimeUtc"] = enqueuedAt.UtcDateTime,
            ["ContentType"] = "application/cloudevents+json",
        };
        metadata.AddMembersOf(body);
        return new TriggerInput(TypedValue.Of(body), metadata);
    }

    /// <summary>A batch of Event Hubs as texts. From the host's source, not from a recording.</summary>
    public static TriggerInput EventHubs(ImmutableArray<string> bodies, DateTimeOffset enqueuedAt) => new(TypedValue.Of(bodies), new BindingData
    {
        ["PartitionContext"] = new JObject { ["PartitionId"] = "0", ["ConsumerGroup"] = "$Default" },
        ["OffsetArray"] = bodies.Select(static (_, at) => at.ToString(CultureInfo.InvariantCulture)).ToArray(),
        ["SequenceNumberArray"] = bodies.Select(static (_, at) => (long)at).ToArray(),
        ["EnqueuedTimeUtcArray"] = bodies.Select(_ => enqueuedAt.UtcDateTime).ToArray(),
    });
}
