using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;

namespace Tagalong.Functions.Tests.Queues;

/// <summary>A message with the event in which Knative's ApiServerSource would tell of an object, in one of the ways to write it.</summary>
/// <param name="Body">The body.</param>
/// <param name="Properties">The properties.</param>
internal sealed record EventMessage(byte[] Body, BasicProperties Properties)
{
    public const string OlderPrefix = "cloudEvents:";
    public const string NewerPrefix = "cloudEvents_";

    /// <summary>The attributes as headers with a prefix, the object as the body.</summary>
    public static EventMessage Binary(JsonNode live, string prefix = NewerPrefix, string? id = null, string? cluster = null) => new(
        Encoding.UTF8.GetBytes(live.ToJsonString()),
        new BasicProperties
        {
            ContentType = "application/json",
            Persistent = true,
            Headers = Attributes(id, cluster).ToDictionary(attribute => prefix + attribute.Name, object? (attribute) => attribute.Value),
        });

    /// <summary>All of it in the body.</summary>
    public static EventMessage Structured(JsonNode live, string? contentType = "application/cloudevents+json; charset=utf-8", string? id = null)
    {
        var whole = new JsonObject { ["data"] = live.DeepClone() };
        foreach (var (name, value) in Attributes(id, cluster: null))
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

    private static IEnumerable<(string Name, string Value)> Attributes(string? id, string? cluster)
    {
        yield return ("specversion", "1.0");
        yield return ("id", id ?? Guid.NewGuid().ToString());
        yield return ("source", "https://10.96.0.1:443");
        yield return ("type", "dev.knative.apiserver.resource.update");
        yield return ("time", "2026-11-22T10:00:00.123456789Z");
        if (cluster is not null)
        {
            yield return ("cluster", cluster);
        }
    }
}
