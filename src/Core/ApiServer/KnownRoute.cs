namespace Tagalong.Core.ApiServer;

/// <summary>A way that the configuration tells whole.</summary>
internal sealed class KnownRoute(ApiServerClient client) : IClusterRoute
{
    public ValueTask<RouteResult> FindAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new RouteResult(client, default));

    public void Dispose() => client.Dispose();
}
