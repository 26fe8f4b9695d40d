using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>The response of a server.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">The headers that clients use.</param>
/// <param name="Body">JSON; a list of events for a watch; text if it is not JSON; null if it is empty.</param>
internal sealed record ServerResponse(int StatusCode, IReadOnlyDictionary<string, string> Headers, JsonNode? Body);
