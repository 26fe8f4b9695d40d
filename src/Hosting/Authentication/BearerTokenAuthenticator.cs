using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Authenticates senders by bearer tokens: it is enough if one of the configured issuers accepts the token.</summary>
/// <remarks>
/// Clusters often share an issuer's name, and only their keys tell them apart. So the keys that are known of all issuers are tried
/// first, and an issuer that does not respond delays nobody whose keys are known. Keys are public, and an issuer may offer those of
/// another: where several issuers accept a token, its sender may send what any of them allows.
/// </remarks>
internal sealed class BearerTokenAuthenticator(IReadOnlyList<Issuer> issuers)
{
    /// <summary>The longest token that is parsed.</summary>
    private const int LongestToken = 12 * 1024;

    public async ValueTask<AuthenticationResult> AuthenticateAsync(string text, CancellationToken cancellationToken)
    {
        if (Parse(text) is not { } token)
        {
            return AuthenticationResult.Reject(OutcomeReason.CredentialsRefused, "The bearer token is not a signed JSON Web Token, or is too long.");
        }

        var (sender, rejection, undecided) = ((Sender?)null, (Outcome?)null, (List<(Issuer, OpenIdConnectConfiguration?)>?)null);
        foreach (var issuer in issuers)
        {
            var keys = issuer.KnownKeys;
            switch (await issuer.CheckAsync(token, keys))
            {
                case null:
                    (undecided ??= []).Add((issuer, keys));
                    break;
                case { Sender: { } accepted }:
                    sender = sender?.Or(accepted) ?? accepted;
                    break;
                case { Rejection: { } rejected }:
                    rejection = Heavier(rejection, rejected);
                    break;
            }
        }

        return sender is not null ? AuthenticationResult.Of(sender)
            : undecided is not null ? await CheckByNewerKeysAsync(undecided, token, rejection, cancellationToken)
            : new AuthenticationResult(null, rejection);
    }

    /// <summary>All issuers are called at once, and the first that accepts the token decides.</summary>
    private static async Task<AuthenticationResult> CheckByNewerKeysAsync(
        List<(Issuer Issuer, OpenIdConnectConfiguration? Keys)> undecided, JsonWebToken token, Outcome? rejection, CancellationToken cancellationToken)
    {
        var checks = undecided.Select(one => one.Issuer.CheckByNewerKeysAsync(token, one.Keys, cancellationToken));
        await foreach (var check in Task.WhenEach(checks))
        {
            if (await check is { Rejection: { } rejected })
            {
                rejection = Heavier(rejection, rejected);
            }
            else
            {
                return await check;
            }
        }

        return new AuthenticationResult(null, rejection);
    }

    private static Outcome Heavier(Outcome? one, Outcome other) => one is not null && Weight(one) >= Weight(other) ? one : other;

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
