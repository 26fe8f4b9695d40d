using System.Net.Http.Headers;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>The door to tokens of Entra ID for others than clusters, by the same credential as all of Azure.</summary>
public sealed class EntraTokens
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, IRenewableToken> _tokens = new(StringComparer.Ordinal);
    private readonly AzureAccess _azure;

    internal EntraTokens(AzureAccess azure) => _azure = azure;

    /// <summary>The token for a scope, as it stands in the header <c>Authorization</c>; remembered, and renewed in good time.</summary>
    /// <param name="scope">Such as <c>https://eventgrid.azure.net/.default</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The header, or what is wrong and to be looked at.</returns>
    public async ValueTask<(AuthenticationHeaderValue? Header, string? Fault)> GetAsync(string scope, CancellationToken cancellationToken)
    {
        try
        {
            return (await Find(scope).GetAuthenticationHeaderAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception fault) when (fault is CredentialException or FormatException or IOException or UnauthorizedAccessException)
        {
            return (null, fault.Message);
        }
    }

    /// <summary>Has the next token for a scope made anew, for the last one was refused.</summary>
    public void Refused(string scope) => Find(scope).Forget();

    private IRenewableToken Find(string scope)
    {
        lock (_lock)
        {
            if (!_tokens.TryGetValue(scope, out var token))
            {
                _tokens.Add(scope, token = _azure.TokenFor(scope));
            }

            return token;
        }
    }
}
