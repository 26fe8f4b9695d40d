using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Exceptions;

namespace Tagalong.Core.Clusters;

/// <summary>Makes the client of one API server: its pool of connections, and its credentials.</summary>
/// <remarks>
/// As it comes, the client accepts any certificate that the cluster's authority signed, whatever the name in it, and finds
/// out only after minutes that a connection is dead. Here a token goes to the named server only, and a dead connection is
/// given up within seconds.
/// </remarks>
internal static class KubernetesClients
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <exception cref="KubeConfigException">The configuration lacks something, or asks for TLS without verification.</exception>
    public static Kubernetes Create(KubernetesClientConfiguration configuration, TimeSpan connectTimeout)
    {
        if (configuration.SkipTlsVerify)
        {
            throw new KubeConfigException(
                "the kubeconfig says insecure-skip-tls-verify, and no token is sent to a server that nobody verified; "
                + "name its certificate-authority instead");
        }

        // Each attempt has its own time limit, which also covers the reading of the answer.
        configuration.HttpClientTimeout = Timeout.InfiniteTimeSpan;
        SocketsHttpHandler? handler = null;
        configuration.FirstMessageHandlerSetup = made => handler = made;
        var client = new Kubernetes(configuration);
        client.HttpClient.DefaultRequestHeaders.UserAgent.ParseAdd("tagalong");
        Harden(handler!, configuration, connectTimeout);
        return client;
    }

    private static void Harden(SocketsHttpHandler handler, KubernetesClientConfiguration configuration, TimeSpan connectTimeout)
    {
        handler.AllowAutoRedirect = false;
        handler.ConnectTimeout = connectTimeout;
        handler.KeepAlivePingDelay = PingDelay;
        handler.KeepAlivePingTimeout = PingTimeout;
        handler.KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always;
        handler.PooledConnectionLifetime = ConnectionLifetime;

        // Without a callback of somebody's own, name and chain are both checked.
        handler.SslOptions.RemoteCertificateValidationCallback = null;
        if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }
    }
}
