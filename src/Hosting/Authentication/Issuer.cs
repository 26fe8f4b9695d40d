using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>An issuer whose tokens are taken, and whom of those that it knows to let in.</summary>
internal sealed class Issuer
{
    /// <summary>How far the clocks of issuer and function may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>By public keys alone: whoever can check a signature must not be able to make one.</summary>
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

    /// <summary>Whether a token is from this issuer, good, meant for this function, and of somebody who may send.</summary>
    public async ValueTask<AuthenticationResult> CheckAsync(JsonWebToken token, CancellationToken cancellationToken)
    {
        if (_options.Issuer.Length > 0 && token.Issuer != _options.Issuer)
        {
            return Stranger();
        }

        if (!Algorithms.Contains(token.Alg))
        {
            return Refused("is signed by an algorithm that is not taken");
        }

        if (await _keys.GetAsync(cancellationToken) is not { } keys)
        {
            return Unavailable();
        }

        if (token.Issuer != keys.Issuer)
        {
            return Stranger();
        }

        var fault = await FaultAsync(token, keys);
        if (fault is SecurityTokenSignatureKeyNotFoundException)
        {
            if (await _keys.GetNewerAsync(keys, cancellationToken) is not { } newer)
            {
                return Unavailable();
            }

            fault = await FaultAsync(token, newer);
        }

        return fault is null ? Authorized(token) : Refused(Told(fault));
    }

    private async ValueTask<Exception?> FaultAsync(JsonWebToken token, KeySet keys)
    {
        var candidates = keys.For(token.Kid);
        if (candidates.Count == 0)
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
            // Without a key's name in the token it may be a key that came after these.
            : result.Exception is SecurityTokenInvalidSignatureException && string.IsNullOrEmpty(token.Kid) ? new SecurityTokenSignatureKeyNotFoundException()
            : result.Exception;
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && now - ClockSkew < end && (notBefore is not { } start || start <= now + ClockSkew);
    }

    private AuthenticationResult Authorized(JsonWebToken token)
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

    /// <summary>The library's own words may quote the token.</summary>
    private static string Told(Exception fault) => fault switch
    {
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException or SecurityTokenNoExpirationException
            or SecurityTokenNotYetValidException => "has expired, is not valid yet, or does not say how long it is",
        SecurityTokenInvalidAudienceException => "is meant for another audience",
        SecurityTokenInvalidIssuerException => "is from another issuer",
        SecurityTokenSignatureKeyNotFoundException => "is signed by a key that the issuer does not have",
        SecurityTokenInvalidSignatureException => "has a signature that does not fit",
        _ => "could not be checked",
    };

    private static AuthenticationResult Stranger() => AuthenticationResult.Refused(
        OutcomeReason.CredentialsRefused, "The bearer token is from an issuer that is none of Tagalong:Senders:Issuers.");

    private AuthenticationResult Refused(string why) => AuthenticationResult.Refused(
        OutcomeReason.CredentialsRefused, $"The bearer token {why} (Tagalong:Senders:Issuers:{_name}).");

    private AuthenticationResult NotAllowed(string setting, string who) => AuthenticationResult.Refused(
        OutcomeReason.SenderNotAllowed, $"The bearer token is good, but {who} is none of Tagalong:Senders:Issuers:{_name}:{setting}.");

    private AuthenticationResult Unavailable() => AuthenticationResult.Refused(
        OutcomeReason.IssuerUnavailable, $"The keys of Tagalong:Senders:Issuers:{_name} cannot be fetched now, so the token cannot be checked.");
}
