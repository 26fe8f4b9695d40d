using System.Text;
using System.Text.Json.Nodes;
using Tagalong.Core.Events;

namespace Tagalong.Testing;

/// <summary>The event that Knative's ApiServerSource would send for an object.</summary>
public static class KnativeEvent
{
    /// <param name="live">The object from the API server.</param>
    /// <param name="change"><c>add</c>, <c>update</c> or <c>delete</c>.</param>
    public static EventEnvelope Of(JsonObject live, string change = "update")
    {
        ArgumentNullException.ThrowIfNull(live);
        return new EventEnvelope
        {
            Id = Guid.NewGuid().ToString(),
            Source = "https://10.96.0.1:443",
            Type = $"dev.knative.apiserver.resource.{change}",
            Data = Encoding.UTF8.GetBytes(live.ToJsonString()),
            IsSenderAuthenticated = true,
        };
    }
}
