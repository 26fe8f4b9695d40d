namespace Tagalong.Core.Clusters;

/// <summary>The way to a cluster's API server: its address, who vouches for it, and the credentials.</summary>
internal interface IClusterRoute : IDisposable
{
    /// <summary>Finds it. Asked before the first call, and again until it gave one.</summary>
    /// <returns>A client for it, which the route goes on owning; or none, with an answer that says why, as a call's answer does.</returns>
    ValueTask<RouteAnswer> FindAsync(CancellationToken cancellationToken);
}
