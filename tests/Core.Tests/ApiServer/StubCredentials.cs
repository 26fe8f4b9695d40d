using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>Credentials, and others after they were rejected.</summary>
internal sealed class StubCredentials(
    Func<CancellationToken, ValueTask<ApiCredential>> first, Func<CancellationToken, ValueTask<ApiCredential>>? others = null) : IApiCredentials
{
    private Func<CancellationToken, ValueTask<ApiCredential>> _current = first;

    public ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken) => _current(cancellationToken);

    public bool Forget(ApiCredential rejected)
    {
        _current = others ?? _current;
        return others is not null;
    }
}
