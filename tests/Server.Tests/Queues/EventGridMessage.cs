using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster;
using Tagalong.DevCluster.Kinds;
using Tagalong.Testing;

namespace Tagalong.Server.Tests.Queues;

/// <summary>Events as Event Grid puts them to a storage queue: one structured CloudEvent a message, in base64.</summary>
internal static class EventGridMessage
{
    /// <summary>A recorded event.</summary>
    public static string Of(RecordedRequest request) => InBase64(Structured(request.Headers["Ce-Type"], request.Headers["Ce-Subject"], JsonNode.Parse(request.Body)!));

    /// <summary>The event of a ReplicaSet as it stands.</summary>
    public static string Of(DevApiServer cluster, string replicaSet)
    {
        var live = cluster.Objects.Get(ResourceKinds.ReplicaSet, "shop", replicaSet)!;
        return InBase64(Structured("dev.knative.apiserver.resource.add", $"/apis/apps/v1/namespaces/shop/replicasets/{replicaSet}", live));
    }

    /// <summary>The text of an event.</summary>
    public static string Structured(string type, string subject, JsonNode data) => new JsonObject
    {
        ["id"] = Guid.NewGuid().ToString(),
        ["source"] = "https://10.96.0.1:443",
        ["type"] = type,
        ["subject"] = subject,
        ["time"] = "2026-11-24T10:00:00.1234567Z",
        ["specversion"] = "1.0",
        ["datacontenttype"] = "application/json",
        ["data"] = data.DeepClone(),
    }.ToJsonString();

    public static string InBase64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
