using k8s.Authentication;

namespace Tagalong.Core.ApiServer;

/// <summary>A bearer token that is cached, and can be renewed when the API server rejects it.</summary>
internal interface IRenewableToken : ITokenProvider
{
    /// <summary>Discards the cached token: the next one is a new one.</summary>
    void Forget();
}
