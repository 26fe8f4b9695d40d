using Azure.Core.Pipeline;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

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
            // A token must go to the configured host only.
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            UseCookies = false,
        };
        if (!string.IsNullOrEmpty(options.CertificateAuthority))
        {
            handler.SslOptions.CertificateChainPolicy = TrustPolicy.Only(CertificateAuthorities.Load(options.CertificateAuthority));
        }

        return new HttpClientTransport(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan });
    }
}
