using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Tagalong.Core.ApiServer;

namespace Tagalong.Hosting.Authentication;

/// <summary>Fetches an issuer's keys, by OpenID Connect Discovery where their address is not configured.</summary>
/// <remarks>It is asked so seldom that certificates and token are read anew each time, and follow their rotation.</remarks>
internal sealed class IssuerClient(IssuerOptions options)
{
    private const int LongestAnswer = 1024 * 1024;

    /// <exception cref="HttpRequestException">The issuer cannot be reached, or refuses.</exception>
    /// <exception cref="InvalidDataException">What it answers cannot be used.</exception>
    /// <exception cref="IOException">A file of the settings cannot be read.</exception>
    public async Task<KeySet> FetchAsync(CancellationToken cancellationToken)
    {
        using var client = await ConnectAsync(cancellationToken);
        var (issuer, keysAddress) = (options.Issuer, options.KeysAddress);
        if (issuer.Length == 0 || keysAddress.Length == 0)
        {
            var address = $"{options.Authority.TrimEnd('/')}/.well-known/openid-configuration";
            using var configuration = Parsed(await client.GetByteArrayAsync(new Uri(address), cancellationToken), address);
            issuer = issuer.Length > 0 ? issuer : Text(configuration, "issuer", address);
            keysAddress = keysAddress.Length > 0 ? keysAddress : Text(configuration, "jwks_uri", address);
        }

        if (!IsProtected(keysAddress))
        {
            throw new InvalidDataException($"The issuer has its keys at '{keysAddress}', which is not https.");
        }

        var keys = KeysIn(await client.GetStringAsync(new Uri(keysAddress), cancellationToken), keysAddress);
        return keys.Length > 0
            ? new KeySet(issuer, keys)
            : throw new InvalidDataException($"{keysAddress} has no RSA or elliptic curve key for signatures.");
    }

    /// <summary>Whether nobody on the way can change what an address answers.</summary>
    public static bool IsProtected(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no PEM file of certificates.</exception>
    public static X509Certificate2Collection AuthoritiesIn(string path)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(path);
        return authorities;
    }

    private async Task<HttpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        // A redirect could lead away from https, and take the token along.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        var client = new HttpClient(handler) { MaxResponseContentBufferSize = LongestAnswer };
        try
        {
            if (options.CertificateAuthority.Length > 0)
            {
                handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustPolicy.Only(AuthoritiesIn(options.CertificateAuthority)) };
            }

            if (options.TokenFile.Length > 0)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(cancellationToken));
            }

            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private async Task<string> TokenAsync(CancellationToken cancellationToken)
    {
        var token = (await File.ReadAllTextAsync(options.TokenFile, cancellationToken)).Trim();
        return token.Length > 0 && token.All(static letter => letter is > ' ' and <= '~')
            ? token
            : throw new InvalidDataException($"{options.TokenFile} holds something that is no token.");
    }

    private static JsonDocument Parsed(byte[] answer, string address)
    {
        try
        {
            return JsonDocument.Parse(answer);
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"{address} answers with something that is not JSON.");
        }
    }

    private static string Text(JsonDocument configuration, string member, string address) =>
        configuration.RootElement.ValueKind == JsonValueKind.Object
        && configuration.RootElement.TryGetProperty(member, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new InvalidDataException($"{address} names no {member}.");

    private static SecurityKey[] KeysIn(string answer, string address)
    {
        try
        {
            return [.. new JsonWebKeySet(answer).GetSigningKeys().Where(static key => key is RsaSecurityKey or ECDsaSecurityKey or X509SecurityKey)];
        }
        catch (Exception fault) when (fault is ArgumentException or JsonException)
        {
            throw new InvalidDataException($"{address} answers with something that is no key set.");
        }
    }
}
