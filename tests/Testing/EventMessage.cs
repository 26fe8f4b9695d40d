using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Tagalong.Testing;

/// <summary>A message with the event that Knative's ApiServerSource would send for an object, in one of the encodings.</summary>
/// <param name="Body">The body.</param>
/// <param name="Properties">The properties.</param>
public sealed record EventMessage(ReadOnlyMemory<byte> Body, BasicProperties Properties)
{
    /// <summary>The prefix of headers in earlier versions of the AMQP binding, which readers still accept.</summary>
    public const string OlderPrefix = "cloudEvents:";

    /// <summary>The prefix that the binding prefers.</summary>
    public const string NewerPrefix = "cloudEvents_";

    /// <summary>The attributes as headers with a prefix, the object as the body.</summary>
    public static EventMessage Binary(JsonNode live, string prefix = NewerPrefix)
    {
        ArgumentNullException.ThrowIfNull(live);
        return new EventMessage(
            Encoding.UTF8.GetBytes(live.ToJsonString()),
            new BasicProperties
            {
                ContentType = "application/json",
                Persistent = true,
                Headers = Attributes().ToDictionary(attribute => prefix + attribute.Name, object? (attribute) => attribute.Value),
            });
    }

    /// <summary>The whole event in the body.</summary>
    public static EventMessage Structured(JsonNode live, string? contentType = "application/cloudevents+json; charset=utf-8")
    {
        ArgumentNullException.ThrowIfNull(live);
        var whole = new JsonObject { ["data"] = live.DeepClone() };
        foreach (var (name, value) in Attributes())
        {
            whole[name] = value;
        }

        var properties = new BasicProperties { Persistent = true };
        if (contentType is not null)
        {
            properties.ContentType = contentType;
        }

        return new EventMessage(Encoding.UTF8.GetBytes(whole.ToJsonString()), properties);
    }

    private static (string Name, string Value)[] Attributes() =>
    [
        ("specversion", "1.0"), ("id", Guid.NewGuid().ToString()), ("source", "https://10.96.0.1:443"), ("type", "dev.knative.apiserver.resource.update"),
        ("time", "2026-11-22T10:00:00.123456789Z"),
    ];
}
