using System.Globalization;
using System.Net.Http.Headers;
using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;

namespace Tagalong.Core.Azure;

/// <summary>The token for one scope, of the one credential: remembered, and renewed in good time.</summary>
internal sealed partial class EntraToken : IRenewableToken
{
    /// <summary>What every AKS cluster with Entra ID goes by, in every cloud: one token serves them all.</summary>
    public const string AksScope = "6dae42f8-4368-4678-94ff-3960e28e3630/.default";

    private static readonly TimeSpan BeforeExpiry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AskedAtMostEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewedAtMostEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskedAgainAfterAFault = TimeSpan.FromSeconds(2);

    private readonly string _scope;
    private readonly TokenCredential _credential;
    private readonly AzureOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly SharedWork<string?> _asking;
    private readonly Lock _lock = new();
    private Known? _known;
    private string? _fault;
    private DateTimeOffset _askAgainAt;
    private DateTimeOffset _renewAgainAt;
    private bool _isRefused;

    public EntraToken(string scope, TokenCredential credential, AzureOptions options, TimeProvider time, ILogger logger, CancellationToken stopping)
    {
        (_scope, _credential, _options, _time, _logger) = (scope, credential, options, time, logger);
        _asking = new SharedWork<string?>(AskAsync, options.Timeout, time, stopping);
    }

    /// <exception cref="CredentialException">There is no token to be had.</exception>
    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        if (Remembered() is { } remembered)
        {
            return remembered;
        }

        var fault = await _asking.Join().WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return fault is null && _known is { } known ? known.Header : throw new CredentialException(fault ?? "The token was withdrawn.");
        }
    }

    /// <remarks>
    /// A cluster that refuses every token may not have a new one made for each of its calls; and where there is no token, none
    /// was refused.
    /// </remarks>
    public void Forget()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_known is { } known && now < known.ExpiresOn && !_isRefused && now >= _renewAgainAt)
            {
                (_isRefused, _renewAgainAt, _askAgainAt) = (true, now + RenewedAtMostEvery, now);
            }
        }
    }

    /// <exception cref="CredentialException">There was none a moment ago.</exception>
    private AuthenticationHeaderValue? Remembered()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if (_known is not { } known || _isRefused || now >= known.ExpiresOn)
            {
                return _fault is { } fault && now < _askAgainAt ? throw new CredentialException(fault) : null;
            }

            if (now >= _askAgainAt)
            {
                // In good time, so that nobody has to wait for the next one.
                _ = _asking.Join();
            }

            return known.Header;
        }
    }

    /// <returns>What went wrong, or null if there is a token.</returns>
    private async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        var isRefused = _isRefused;
        try
        {
            var token = isRefused ? await NewTokenAsync(cancellationToken).ConfigureAwait(false)
                : await _credential.GetTokenAsync(new TokenRequestContext([_scope]), cancellationToken).ConfigureAwait(false);
            lock (_lock)
            {
                _known = new Known(new AuthenticationHeaderValue("Bearer", token.Token), token.ExpiresOn);
                _askAgainAt = DueAt(token);
                (_isRefused, _fault) = (_isRefused && !isRefused, null);
                return null;
            }
        }
#pragma warning disable CA1031 // Whatever a credential throws, there is no token; what it says is not passed on.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Failed(AzureFaults.NoToken(fault, _options));
        }
    }

    /// <remarks>An endpoint may hand out the same token until it ends: it is not asked at every call then.</remarks>
    private DateTimeOffset DueAt(AccessToken token)
    {
        var due = token.ExpiresOn - BeforeExpiry;
        due = token.RefreshOn < due ? token.RefreshOn.Value : due;
        var soonest = _time.GetUtcNow() + AskedAtMostEvery;
        return due > soonest ? due : soonest;
    }

    /// <summary>A token that the credential has not handed out before.</summary>
    private async Task<AccessToken> NewTokenAsync(CancellationToken cancellationToken)
    {
        if (_options.ChosenCredential != AzureCredentialKind.AzureCli)
        {
            try
            {
                // The credential remembers tokens, but not for who asks with claims. This one says what is meant: a token of now.
                var now = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                var claims = $$$"""{"access_token":{"nbf":{"essential":true,"value":"{{{now}}}"} } }""";
                return await _credential.GetTokenAsync(new TokenRequestContext([_scope], claims: claims), cancellationToken).ConfigureAwait(false);
            }
            catch (AuthenticationFailedException) when (!cancellationToken.IsCancellationRequested)
            {
                // Not every endpoint knows claims. The remembered token may have been refused for a reason that passes.
            }
        }

        return await _credential.GetTokenAsync(new TokenRequestContext([_scope]), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A token that still holds goes on being used.</summary>
    private string? Failed(string fault)
    {
        lock (_lock)
        {
            if (fault != _fault)
            {
                Log.NoToken(_logger, _scope, fault);
            }

            var now = _time.GetUtcNow();
            (_fault, _askAgainAt) = (fault, now + AskedAgainAfterAFault);
            return _known is { } known && !_isRefused && now < known.ExpiresOn ? null : fault;
        }
    }

    private sealed record Known(AuthenticationHeaderValue Header, DateTimeOffset ExpiresOn)
    {
        public override string ToString() => $"a token until {ExpiresOn:u}";
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "There is no new token of Entra ID for {Scope}. {Fault}")]
        public static partial void NoToken(ILogger logger, string scope, string fault);
    }
}
