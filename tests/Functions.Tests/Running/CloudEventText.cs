using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Testing;

namespace Tagalong.Functions.Tests.Running;

/// <summary>Events in structured mode.</summary>
internal static class CloudEventText
{
    /// <summary>The creation of the ReplicaSet that lacks labels.</summary>
    public static string Added { get; } = Of(Checkout.ReplicaSet);

    /// <summary>An event without an object: it is rejected.</summary>
    public static string WithoutObject { get; } = Of("dev.knative.apiserver.resource.add", new JsonObject { ["note"] = "nothing" }, "no-object");

    /// <summary>A recorded event, with another object if one is given.</summary>
    public static string Of(RecordedRequest request, JsonNode? data = null) =>
        Of(request.Headers["Ce-Type"], data ?? JsonNode.Parse(request.Body)!, request.Headers["Ce-Id"]);

    public static string Of(string type, JsonNode data, string id) => new JsonObject
    {
        ["specversion"] = "1.0",
        ["id"] = id,
        ["source"] = "https://10.96.0.1:443",
        ["type"] = type,
        ["datacontenttype"] = "application/json",
        ["time"] = "2026-01-02T03:04:05.000006Z",
        ["data"] = data.DeepClone(),
    }.ToJsonString();

    public static string InBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public static string FromBase64(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
