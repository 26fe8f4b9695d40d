namespace Tagalong.Core.ApiServer;

/// <summary>The way to a cluster's API server: its address, who vouches for it, and the credentials.</summary>
internal interface IClusterRoute : IDisposable
{
    /// <summary>Finds it. Asked before the first call, again until it gave one, and again after its client did not reach the server.</summary>
    /// <returns>A client for it, the same or another, which the route goes on owning; or none, with an answer that says why, as a call's answer does.</returns>
    ValueTask<RouteResult> FindAsync(CancellationToken cancellationToken);
}
