using System.Net.Http.Headers;
using System.Net.Security;
using System.Text.Json;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

namespace Tagalong.Hosting.Authentication;

/// <summary>Fetches an issuer's name and public keys, by OpenID Connect Discovery where they are not configured.</summary>
/// <remarks>A fetch is rare, so certificates and token are read again for each, and follow their rotation.</remarks>
internal sealed class IssuerDiscovery(IssuerOptions options) : IDocumentRetriever
{
    private const int MaxDocumentBytes = 1024 * 1024;

    /// <exception cref="HttpRequestException">The issuer cannot be reached, or does not send the document.</exception>
    /// <exception cref="InvalidDataException">A document cannot be used.</exception>
    /// <exception cref="IOException">A file in the settings cannot be read.</exception>
    public async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancellationToken)
    {
        var (issuer, keysAddress) = (options.Issuer, options.KeysAddress);
        if (issuer.Length == 0 || keysAddress.Length == 0)
        {
            var address = $"{options.Authority.TrimEnd('/')}/.well-known/openid-configuration";
            var json = await GetDocumentAsync(address, cancellationToken);
            var discovered = Parse(json, OpenIdConnectConfiguration.Create, $"{address} is not an OpenID configuration.");
            issuer = issuer.Length > 0 ? issuer : discovered.Issuer ?? throw new InvalidDataException($"{address} has no issuer.");
            keysAddress = keysAddress.Length > 0 ? keysAddress : discovered.JwksUri ?? throw new InvalidDataException($"{address} has no jwks_uri.");
        }

        var configuration = new OpenIdConnectConfiguration { Issuer = issuer, JwksUri = keysAddress };
        var keySet = await GetDocumentAsync(keysAddress, cancellationToken);
        var keys = Parse(keySet, static json => new JsonWebKeySet(json), $"{keysAddress} is not a key set.");
        foreach (var key in keys.GetSigningKeys().Where(static key => key is RsaSecurityKey or ECDsaSecurityKey or X509SecurityKey))
        {
            configuration.SigningKeys.Add(key);
        }

        return configuration.SigningKeys.Count > 0
            ? configuration
            : throw new InvalidDataException($"{keysAddress} has no RSA or elliptic curve key for signatures.");
    }

    public async Task<string> GetDocumentAsync(string address, CancellationToken cancel)
    {
        if (!IsProtected(address))
        {
            throw new InvalidDataException($"'{address}' is not an https address.");
        }

        // A redirect could lead away from https, and would send the token there.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { MaxResponseContentBufferSize = MaxDocumentBytes };
        if (options.CertificateAuthority.Length > 0)
        {
            var authorities = CertificateAuthorities.Load(options.CertificateAuthority);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustPolicy.Only(authorities) };
        }

        if (options.TokenFile.Length > 0)
        {
            var token = await SecretFile.ReadAsync(options.TokenFile, cancel);
            client.DefaultRequestHeaders.Authorization = token.Length > 0 && token.All(static letter => letter is > ' ' and <= '~')
                ? new AuthenticationHeaderValue("Bearer", token)
                : throw new InvalidDataException($"{options.TokenFile} does not hold a token.");
        }

        return await client.GetStringAsync(new Uri(address), cancel);
    }

    /// <summary>Whether nobody on the way can change the document at an address.</summary>
    public static bool IsProtected(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static T Parse<T>(string json, Func<string, T> parse, string error)
    {
        try
        {
            return parse(json);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or JsonException)
        {
            throw new InvalidDataException(error);
        }
    }
}
