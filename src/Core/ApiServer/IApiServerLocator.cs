namespace Tagalong.Core.ApiServer;

/// <summary>Finds a cluster's API server: its address, the authority of its certificate, and the credentials.</summary>
internal interface IApiServerLocator : IDisposable
{
    /// <summary>Finds it. Called before the first call, again until it returned a client, and again after that client could not reach the server.</summary>
    /// <returns>A client, the same or another, which the locator owns; or the error, as a call's result says it.</returns>
    ValueTask<LocateResult> LocateAsync(CancellationToken cancellationToken);
}
