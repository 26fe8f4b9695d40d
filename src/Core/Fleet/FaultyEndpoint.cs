using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Fleet;

/// <summary>Stands for the API server of a cluster whose configuration does not work: every call fails and says why.</summary>
internal sealed class FaultyEndpoint(string fault) : IApiServerLocator
{
    public ValueTask<LocateResult> LocateAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new LocateResult(null, new ApiResult(ApiStatus.Misconfigured) { Message = fault }));

    public void Dispose()
    {
    }
}
