using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Checks bearer tokens by the issuers of the configuration: it is enough if one of them lets the sender in.</summary>
internal sealed class BearerTokens(IReadOnlyList<Issuer> issuers)
{
    /// <summary>The longest token that is looked at.</summary>
    private const int LongestToken = 16 * 1024;

    public async ValueTask<AuthenticationResult> CheckAsync(string text, CancellationToken cancellationToken)
    {
        if (Parsed(text) is not { } token)
        {
            return AuthenticationResult.Refused(OutcomeReason.CredentialsRefused, "The bearer token is no signed JSON Web Token, or too long to be one.");
        }

        AuthenticationResult? most = null;
        foreach (var issuer in issuers)
        {
            var verdict = await issuer.CheckAsync(token, cancellationToken);
            if (verdict.Refusal is not { } refusal)
            {
                return verdict;
            }

            most = most is { Refusal: { } known } && Weight(known) >= Weight(refusal) ? most : verdict;
        }

        return most!.Value;
    }

    /// <summary>
    /// Clusters may have an issuer's name in common and no keys: as long as one cannot be asked, the token may be its own,
    /// and a final no would lose the event.
    /// </summary>
    private static int Weight(Outcome refusal) => refusal.Reason switch
    {
        OutcomeReason.IssuerUnavailable => 2,
        OutcomeReason.SenderNotAllowed => 1,
        _ => 0,
    };

    private static JsonWebToken? Parsed(string text)
    {
        if (text.Length > LongestToken || text.Count('.') != 2)
        {
            return null;
        }

        try
        {
            return new JsonWebToken(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
