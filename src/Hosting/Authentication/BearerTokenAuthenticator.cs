using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Authenticates senders by bearer tokens: it is enough if one of the configured issuers accepts the token.</summary>
internal sealed class BearerTokenAuthenticator(IReadOnlyList<Issuer> issuers)
{
    /// <summary>The longest token that is parsed.</summary>
    private const int LongestToken = 16 * 1024;

    public async ValueTask<AuthenticationResult> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } token)
        {
            return AuthenticationResult.Reject(OutcomeReason.CredentialsRefused, "The bearer token is not a signed JSON Web Token, or is too long.");
        }

        AuthenticationResult? rejected = null;
        foreach (var issuer in issuers)
        {
            var result = await issuer.CheckAsync(token, cancellationToken);
            if (result.Rejection is not { } rejection)
            {
                return result;
            }

            rejected = rejected is { Rejection: { } known } && Weight(known) >= Weight(rejection) ? rejected : result;
        }

        return rejected!.Value;
    }

    /// <summary>
    /// Clusters may share an issuer's name but not its keys: while one of them is unavailable, the token may be from that one,
    /// and a final rejection would lose the event.
    /// </summary>
    private static int Weight(Outcome rejection) => rejection.Reason switch
    {
        OutcomeReason.IssuerUnavailable => 2,
        OutcomeReason.SenderNotAllowed => 1,
        _ => 0,
    };

    private static JsonWebToken? Parse(string text)
    {
        if (text.Length > LongestToken || text.Count('.') != 2)
        {
            return null;
        }

        try
        {
            return new JsonWebToken(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
