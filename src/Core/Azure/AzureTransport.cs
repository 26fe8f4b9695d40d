using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>Makes the connections to Entra ID, the Resource Manager and storage accounts.</summary>
internal static class AzureTransport
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="FormatException">It holds no certificate.</exception>
    public static HttpClientTransport Create(AzureOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A token goes to the host that was named, and to no other.
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
        };
        if (!string.IsNullOrEmpty(options.CertificateAuthority))
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(options.CertificateAuthority);
            if (authorities.Count == 0)
            {
                throw new FormatException($"Tagalong:Azure:CertificateAuthority: {options.CertificateAuthority} holds no certificate in PEM");
            }

            handler.SslOptions.CertificateChainPolicy = TrustPolicy.Only(authorities);
        }

        return new HttpClientTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
