using System.Text.Json.Nodes;

namespace Tagalong.Cluster.Tests.Differential;

/// <summary>What a server answered.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="Headers">Those that clients may go by.</param>
/// <param name="Body">JSON; a list of them for a watch; text for what is no JSON; null for none.</param>
internal sealed record ServerAnswer(int StatusCode, IReadOnlyDictionary<string, string> Headers, JsonNode? Body);
