using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Finds out who sends a request, from its headers alone: nobody's body is read before.</summary>
internal sealed class SenderAuthenticator
{
    /// <summary>The header of API keys. A key in the address would stand in the logs of everything on the way.</summary>
    public const string ApiKeyHeader = "X-Api-Key";

    private readonly SenderAuthentication _authentication;
    private readonly IReadOnlyList<ApiKeySender> _keySenders;
    private readonly BearerTokens? _tokens;

    public SenderAuthenticator(IOptions<SenderOptions> options, TimeProvider time, ILogger<SenderAuthenticator> logger)
    {
        var senders = options.Value;
        _authentication = senders.Authentication;
        _keySenders = [.. senders.ApiKeys.Select(entry => new ApiKeySender(entry.Key, entry.Value, time, logger))];
        _tokens = senders.Issuers.Count == 0 ? null : new BearerTokens([.. senders.Issuers.Select(entry =>
            new Issuer(entry.Key, entry.Value, new IssuerKeys(entry.Key, new IssuerClient(entry.Value).FetchAsync, senders, time, logger), time))]);
        Challenge = string.Join(", ", Challenges(senders));
    }

    /// <summary>What a sender is told to bring (<c>WWW-Authenticate</c>).</summary>
    public string Challenge { get; }

    /// <summary>Tells who sends a request, or why it is not let in.</summary>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (_keySenders.Count > 0 && request.Headers.TryGetValue(ApiKeyHeader, out var key))
        {
            return await CheckKeyAsync(key.ToString(), cancellationToken);
        }

        if (_tokens is not null && request.Headers.Authorization is { Count: > 0 } authorization)
        {
            return AuthenticationHeaderValue.TryParse(authorization.ToString(), out var credentials)
                && credentials is { Scheme: var scheme, Parameter: { } token }
                && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                ? await _tokens.CheckAsync(token, cancellationToken)
                : AuthenticationResult.Refused(OutcomeReason.CredentialsRefused, "The header Authorization has to be 'Bearer' and one token.");
        }

        return _authentication switch
        {
            SenderAuthentication.Anonymous => AuthenticationResult.Of(Sender.Anonymous),
            SenderAuthentication.Required => AuthenticationResult.Refused(
                OutcomeReason.CredentialsMissing, $"The request has no credentials; send {Wanted()}."),
            SenderAuthentication.Platform => AuthenticationResult.Of(Sender.OfPlatform),
        };
    }

    private async ValueTask<AuthenticationResult> CheckKeyAsync(string text, CancellationToken cancellationToken)
    {
        if (ApiKey.IsLongEnough(text))
        {
            var key = new ApiKey(text);
            foreach (var sender in _keySenders)
            {
                if (await sender.HasAsync(key, cancellationToken))
                {
                    return AuthenticationResult.Of(sender.Sender);
                }
            }
        }

        return AuthenticationResult.Refused(OutcomeReason.CredentialsRefused, $"The key in the header {ApiKeyHeader} is none of Tagalong:Senders:ApiKeys.");
    }

    private string Wanted() => (_keySenders.Count > 0, _tokens is not null) switch
    {
        (true, true) => $"a key in the header {ApiKeyHeader}, or a token in the header Authorization",
        (true, false) => $"a key in the header {ApiKeyHeader}",
        (false, _) => "a token in the header Authorization",
    };

    private static IEnumerable<string> Challenges(SenderOptions senders)
    {
        if (senders.Issuers.Count > 0)
        {
            yield return "Bearer realm=\"tagalong\"";
        }

        if (senders.ApiKeys.Count > 0)
        {
            yield return $"ApiKey realm=\"tagalong\", header=\"{ApiKeyHeader}\"";
        }
    }
}
