using System.Net.Http.Headers;
using Microsoft.Extensions.Options;
using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Authentication;

/// <summary>Authenticates the sender of a request by its headers, before the body is read.</summary>
/// <remarks>
/// A new kind of credentials is an authenticator called here, its options in <see cref="SenderOptions"/>, their checks in
/// <see cref="SenderOptionsValidation"/>, and their section in <see cref="HostingSettings"/>.
/// </remarks>
internal sealed class SenderAuthenticator
{
    /// <summary>The header of API keys. A key in the address would be in the logs of every proxy.</summary>
    public const string ApiKeyHeader = "X-Api-Key";

    private readonly SenderAuthenticationMode _authentication;
    private readonly IReadOnlyList<ApiKeySender> _keySenders;
    private readonly BearerTokenAuthenticator? _tokens;
    private readonly string _wanted;

    public SenderAuthenticator(IOptions<SenderOptions> options, TimeProvider time, ILogger<SenderAuthenticator> logger)
    {
        var senders = options.Value;
        _authentication = senders.Authentication;
        _keySenders = [.. senders.ApiKeys.Select(entry => new ApiKeySender(entry.Key, entry.Value, time, logger))];
        _tokens = senders.Issuers.Count == 0 ? null : new BearerTokenAuthenticator([.. senders.Issuers.Select(entry =>
            new Issuer(entry.Key, entry.Value, new IssuerKeys(entry.Key, new IssuerDiscovery(entry.Value).FetchAsync, senders, time, logger), time))]);

        List<string> challenges = [], wanted = [];
        if (_tokens is not null)
        {
            challenges.Add("Bearer realm=\"tagalong\"");
            wanted.Add("a token in the header Authorization");
        }

        if (_keySenders.Count > 0)
        {
            challenges.Add($"ApiKey realm=\"tagalong\", header=\"{ApiKeyHeader}\"");
            wanted.Add($"a key in the header {ApiKeyHeader}");
        }

        (Challenge, _wanted) = (string.Join(", ", challenges), string.Join(", or ", wanted));
    }

    /// <summary>The credentials that are accepted, as the header <c>WWW-Authenticate</c>.</summary>
    public string Challenge { get; }

    /// <summary>Finds the sender of a request, or why the request is rejected.</summary>
    public async ValueTask<AuthenticationResult> AuthenticateAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (_keySenders.Count > 0 && request.Headers.TryGetValue(ApiKeyHeader, out var key))
        {
            return await AuthenticateByKeyAsync(key.ToString(), cancellationToken);
        }

        if (_tokens is not null && request.Headers.Authorization is { Count: > 0 } authorization)
        {
            return AuthenticationHeaderValue.TryParse(authorization.ToString(), out var credentials)
                && credentials is { Scheme: var scheme, Parameter: { } token }
                && scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
                ? await _tokens.AuthenticateAsync(token, cancellationToken)
                : AuthenticationResult.Reject(OutcomeReason.CredentialsRefused, "The Authorization header must be 'Bearer' and one token.");
        }

        return _authentication switch
        {
            SenderAuthenticationMode.Anonymous => AuthenticationResult.Of(Sender.Anonymous),
            SenderAuthenticationMode.Required => AuthenticationResult.Reject(
                OutcomeReason.CredentialsMissing, $"The request has no credentials; send {_wanted}."),
            SenderAuthenticationMode.Platform => AuthenticationResult.Of(Sender.OfPlatform),
        };
    }

    private async ValueTask<AuthenticationResult> AuthenticateByKeyAsync(string text, CancellationToken cancellationToken)
    {
        if (ApiKey.HasValidLength(text))
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

        return AuthenticationResult.Reject(OutcomeReason.CredentialsRefused, $"The key in the header {ApiKeyHeader} is not in Tagalong:Senders:ApiKeys.");
    }
}
