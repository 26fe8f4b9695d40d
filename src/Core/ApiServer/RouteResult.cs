namespace Tagalong.Core.ApiServer;

/// <summary>What looking for the way to a cluster gave.</summary>
/// <param name="Client">The client, or null where there is no way.</param>
/// <param name="Fault">Why there is none; without meaning where there is one.</param>
internal readonly record struct RouteResult(ApiServerClient? Client, ApiResult Fault);
