using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>An issuer whose tokens are accepted, and the bearers that may send.</summary>
internal sealed class Issuer
{
    /// <summary>How far the clocks of issuer and process may differ.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Asymmetric algorithms only: a key that verifies a signature must not be able to make one.</summary>
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly JsonWebTokenHandler Handler = new();

    private readonly string _name;
    private readonly IssuerOptions _options;
    private readonly IssuerKeys _keys;
    private readonly TimeProvider _time;
    private readonly Glob[] _subjects;
    private readonly Sender _sender;

    public Issuer(string name, IssuerOptions options, IssuerKeys keys, TimeProvider time)
    {
        (_name, _options, _keys, _time) = (name, options, keys, time);
        _subjects = [.. options.Subjects.Select(static pattern => new Glob(pattern))];
        _sender = new Sender(name, IsAuthenticated: true, ClusterFilter.Of(options.Clusters));
    }

    /// <inheritdoc cref="IssuerKeys.Known"/>
    public OpenIdConnectConfiguration? KnownKeys => _keys.Known;

    /// <summary>Checks the issuer, signature, lifetime, audience and bearer of a token, without waiting for the issuer.</summary>
    /// <returns>The result; null if the issuer may have a newer key that decides.</returns>
    public async ValueTask<AuthenticationResult?> CheckAsync(JsonWebToken token, OpenIdConnectConfiguration? keys)
    {
        if (_options.Issuer.Length > 0 && token.Issuer != _options.Issuer)
        {
            return UnknownIssuer();
        }

        if (!Algorithms.Contains(token.Alg))
        {
            return Invalid("is signed by an algorithm that is not accepted");
        }

        if (keys is null)
        {
            return null;
        }

        if (token.Issuer != keys.Issuer)
        {
            return UnknownIssuer();
        }

        return await ErrorAsync(token, keys) switch
        {
            null => Authorize(token),
            SecurityTokenSignatureKeyNotFoundException => null,
            var error => Invalid(Describe(error)),
        };
    }

    /// <summary>Checks a token that <see cref="CheckAsync"/> could not decide, by keys that the issuer is asked for.</summary>
    public async Task<AuthenticationResult> CheckByNewerKeysAsync(
        JsonWebToken token, OpenIdConnectConfiguration? old, CancellationToken cancellationToken) =>
        await _keys.GetNewerAsync(old, token.Kid, cancellationToken) is not { } newer ? Unavailable()
            : await CheckAsync(token, newer) ?? Invalid(Describe(new SecurityTokenSignatureKeyNotFoundException()));

    private async ValueTask<Exception?> ErrorAsync(JsonWebToken token, OpenIdConnectConfiguration keys)
    {
        // A token that does not name its key (kid) may be signed by any of them.
        SecurityKey[] candidates =
            [.. keys.SigningKeys.Where(key => string.IsNullOrEmpty(token.Kid) || string.IsNullOrEmpty(key.KeyId) || key.KeyId == token.Kid)];
        if (candidates.Length == 0)
        {
            return new SecurityTokenSignatureKeyNotFoundException();
        }

        var result = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            IssuerSigningKeys = candidates,
            ValidAlgorithms = Algorithms,
            ValidIssuer = keys.Issuer,
            ValidAudiences = _options.Audiences,
            LifetimeValidator = IsCurrent,
        });
        return result.IsValid ? null
            // A token that does not name its key may be signed by a newer one.
            : result.Exception is SecurityTokenInvalidSignatureException && string.IsNullOrEmpty(token.Kid) ? new SecurityTokenSignatureKeyNotFoundException()
            : result.Exception;
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now - ClockSkew < end && (notBefore is not { } start || start <= now + ClockSkew);
    }

    private AuthenticationResult Authorize(JsonWebToken token)
    {
        if (_subjects.Length > 0 && !Array.Exists(_subjects, pattern => pattern.Matches(token.Subject)))
        {
            return NotAllowed("Subjects", $"the subject '{token.Subject}'");
        }

        var party = Claim(token, "azp") ?? Claim(token, "appid");
        return _options.AuthorizedParties.Count > 0 && !_options.AuthorizedParties.Contains(party ?? "")
            ? NotAllowed("AuthorizedParties", $"the application '{party}'")
            : AuthenticationResult.Of(_sender);
    }

    private static string? Claim(JsonWebToken token, string name) => token.TryGetClaim(name, out var claim) ? claim.Value : null;

    /// <summary>The library's messages are not used: they may quote the token.</summary>
    private static string Describe(Exception error) => error switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException
            or SecurityTokenNotYetValidException => "has expired, is not valid yet, or has no expiration time",
        SecurityTokenInvalidAudienceException => "is for another audience",
        SecurityTokenInvalidIssuerException => "is from another issuer",
        SecurityTokenSignatureKeyNotFoundException => "is signed by a key that the issuer does not have",
        SecurityTokenInvalidSignatureException => "has an invalid signature",
        _ => "could not be checked",
    };

    private static AuthenticationResult UnknownIssuer() => AuthenticationResult.Reject(
        OutcomeReason.CredentialsRefused, "The bearer token is from an issuer that is not in Tagalong:Senders:Issuers.");

    private AuthenticationResult Invalid(string why) => AuthenticationResult.Reject(
        OutcomeReason.CredentialsRefused, $"The bearer token {why} (Tagalong:Senders:Issuers:{_name}).");

    private AuthenticationResult NotAllowed(string setting, string who) => AuthenticationResult.Reject(
        OutcomeReason.SenderNotAllowed, $"The bearer token is valid, but {who} is not in Tagalong:Senders:Issuers:{_name}:{setting}.");

    private AuthenticationResult Unavailable() => AuthenticationResult.Reject(
        OutcomeReason.IssuerUnavailable, $"The keys of Tagalong:Senders:Issuers:{_name} cannot be fetched now, so the token cannot be checked.");
}
