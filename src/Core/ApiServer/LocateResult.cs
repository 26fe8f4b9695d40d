namespace Tagalong.Core.ApiServer;

/// <summary>The result of looking for a cluster's API server.</summary>
/// <param name="Client">The client, or null.</param>
/// <param name="Error">Why there is no client; without meaning where there is one.</param>
internal readonly record struct LocateResult(ApiServerTransport? Client, ApiResult Error);
