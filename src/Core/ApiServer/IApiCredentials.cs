namespace Tagalong.Core.ApiServer;

/// <summary>Obtains the credentials for an API server.</summary>
internal interface IApiCredentials
{
    /// <summary>How long obtaining them may take, where that is not limited by the time of one call; else null.</summary>
    TimeSpan? TimeLimit => null;

    /// <summary>The current credentials, from a cache where possible.</summary>
    /// <exception cref="CredentialException">They cannot be obtained.</exception>
    ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken);

    /// <summary>Discards credentials that the API server rejected.</summary>
    /// <returns>Whether others can be had now, so that the call is worth repeating.</returns>
    bool Forget(ApiCredential rejected);
}
