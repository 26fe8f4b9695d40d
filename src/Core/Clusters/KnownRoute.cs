namespace Tagalong.Core.Clusters;

/// <summary>A way that the configuration tells whole.</summary>
internal sealed class KnownRoute(ApiServerClient client) : IClusterRoute
{
    public ValueTask<RouteAnswer> FindAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new RouteAnswer(client, default));

    public void Dispose() => client.Dispose();
}
