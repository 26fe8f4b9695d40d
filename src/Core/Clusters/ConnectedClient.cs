using k8s;
using k8s.Exceptions;

namespace Tagalong.Core.Clusters;

/// <summary>The client of one API server, made for the way that was found to it.</summary>
/// <param name="Client">The client: its pool of connections, and its credentials.</param>
/// <param name="ServerName">The name in the API server's certificate, or null for the one in its URL.</param>
/// <param name="Token">The token, where a refused one can be had anew; else null.</param>
internal sealed record ConnectedClient(Kubernetes Client, string? ServerName, IRenewableToken? Token) : IDisposable
{
    /// <exception cref="KubeConfigException">The configuration lacks something, or asks for TLS without verification.</exception>
    public static ConnectedClient Of(KubernetesClientConfiguration configuration, TimeSpan connectTimeout) => new(
        KubernetesClients.Create(configuration, connectTimeout),
        string.IsNullOrEmpty(configuration.TlsServerName) ? null : configuration.TlsServerName,
        configuration.TokenProvider as IRenewableToken);

    public void Dispose() => Client.Dispose();
}
