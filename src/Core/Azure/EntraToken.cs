using System.Globalization;
using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Azure;

/// <summary>The token for one scope, from the one credential. It is cached and renewed before it expires.</summary>
internal sealed partial class EntraToken : IApiCredentials
{
    /// <summary>The scope of the API servers of all AKS clusters with Entra ID, in every cloud: one token is valid for all of them.</summary>
    public const string AksScope = "6dae42f8-4368-4678-94ff-3960e28e3630/.default";

    private static readonly TimeSpan RenewBeforeExpiry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly string _scope;
    private readonly TokenCredential _credential;
    private readonly AzureOptions _options;
    private readonly TimeProvider _time;
    private readonly RefreshedValue<Token, string> _token;
    private readonly Lock _lock = new();
    private DateTimeOffset _mayForgetAt;

    public EntraToken(string scope, TokenCredential credential, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_scope, _credential, _options, _time) = (scope, credential, options, time);
        _token = new(FetchAsync, options.Timeout, time, stopping)
        {
            IsUsable = token => !token.IsRejected && time.GetUtcNow() < token.ExpiresOn,
            ErrorChanged = error => Log.NoToken(logger, scope, error),
        };
    }

    /// <exception cref="CredentialException">No token could be obtained.</exception>
    public async ValueTask<ApiCredential> GetAsync(CancellationToken cancellationToken)
    {
        var fetched = await _token.GetAsync(cancellationToken).ConfigureAwait(false);
        return fetched.Value?.Credential ?? throw new CredentialException(fetched.Error!);
    }

    public bool Forget(ApiCredential rejected)
    {
        if (_token.Value?.Credential == rejected)
        {
            Forget();
        }

        return _token.Value is not { IsRejected: false } current || current.Credential != rejected;
    }

    /// <summary>Discards the cached token.</summary>
    /// <remarks>
    /// At most one new token each 30 seconds: an API server that rejects every token must not cause one for each call.
    /// </remarks>
    public void Forget()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_token.Value is { IsRejected: false } token && now < token.ExpiresOn && now >= _mayForgetAt)
            {
                _mayForgetAt = now + ShortestInterval;
                token.IsRejected = true;
                _token.Expire();
            }
        }
    }

    private async Task<Fetched<Token, string>> FetchAsync(Token? current, CancellationToken cancellationToken)
    {
        var wasRejected = current?.IsRejected == true;
        try
        {
            var token = wasRejected ? await FetchNewAsync(cancellationToken).ConfigureAwait(false)
                : await _credential.GetTokenAsync(new TokenRequestContext([_scope]), cancellationToken).ConfigureAwait(false);
            return new(new Token(token) { IsRejected = current?.IsRejected == true && !wasRejected }, null, RenewAfter(token));
        }
#pragma warning disable CA1031 // Whatever a credential throws, there is no token, and its message may quote a secret.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(null, AzureErrors.NoToken(exception, _options), RetryDelay);
        }
    }

    /// <remarks>An endpoint may return the same token until it expires: then it is not asked with each call.</remarks>
    private TimeSpan RenewAfter(AccessToken token)
    {
        var due = token.ExpiresOn - RenewBeforeExpiry;
        var wait = (token.RefreshOn < due ? token.RefreshOn.Value : due) - _time.GetUtcNow();
        return wait > ShortestInterval ? wait : ShortestInterval;
    }

    /// <summary>A token that is not from the credential's cache.</summary>
    private async Task<AccessToken> FetchNewAsync(CancellationToken cancellationToken)
    {
        if (_options.ChosenCredential != AzureCredentialKind.AzureCli)
        {
            try
            {
                // A request with claims bypasses the cache. This claim asks for a token that is valid from now on.
                var now = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                var claims = $$$"""{"access_token":{"nbf":{"essential":true,"value":"{{{now}}}"} } }""";
                return await _credential.GetTokenAsync(new TokenRequestContext([_scope], claims: claims), cancellationToken).ConfigureAwait(false);
            }
            catch (AuthenticationFailedException) when (!cancellationToken.IsCancellationRequested)
            {
                // Not every endpoint knows claims. The cached token may have been rejected for a transient reason.
            }
        }

        return await _credential.GetTokenAsync(new TokenRequestContext([_scope]), cancellationToken).ConfigureAwait(false);
    }

    private sealed class Token(AccessToken token)
    {
        private volatile bool _isRejected;

        public ApiCredential Credential { get; } = new(new AuthenticationHeaderValue("Bearer", token.Token));

        public DateTimeOffset ExpiresOn { get; } = token.ExpiresOn;

        public bool IsRejected { get => _isRejected; set => _isRejected = value; }
    }

    private static partial class Log
    {
        [LoggerMessage(1110, LogLevel.Warning, "Getting a token for {Scope} from Microsoft Entra ID failed: {Error}")]
        public static partial void NoToken(ILogger logger, string scope, string error);
    }
}
