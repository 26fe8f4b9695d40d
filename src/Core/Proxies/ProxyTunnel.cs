using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Tagalong.Core.Proxies;

/// <summary>Connects to a host, directly or through a proxy.</summary>
internal static class ProxyTunnel
{
    /// <summary>A stream of bytes to a host.</summary>
    /// <param name="proxy">The proxy, or null.</param>
    /// <param name="host">The host's name or address. With a proxy, the proxy resolves the name.</param>
    /// <param name="port">Its port.</param>
    /// <param name="tls">The options of TLS to a proxy by <c>https</c>, given its name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="Exception">There is no connection; the message says why.</exception>
    public static async ValueTask<Stream> OpenAsync(
        Uri? proxy, string host, int port, Func<string, SslClientAuthenticationOptions> tls, CancellationToken cancellationToken)
    {
        if (proxy is null)
        {
            return await ConnectAsync(host, port, cancellationToken).ConfigureAwait(false);
        }

        var stream = await ConnectAsync(proxy.IdnHost, ProxyAddress.PortOf(proxy), cancellationToken).ConfigureAwait(false);
        try
        {
            if (proxy.Scheme == Uri.UriSchemeHttps)
            {
                var encrypted = new SslStream(stream);
                stream = encrypted;
                await encrypted.AuthenticateAsClientAsync(tls(proxy.IdnHost), cancellationToken).ConfigureAwait(false);
            }

            var credential = ProxyAddress.CredentialOf(proxy);
            await (proxy.Scheme == "socks5"
                ? SocksHandshake.RunAsync(stream, host, port, credential, cancellationToken)
                : ConnectHandshake.RunAsync(stream, host, port, credential, cancellationToken)).ConfigureAwait(false);
            return stream;
        }
        catch (Exception exception)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            if (exception is EndOfStreamException)
            {
                throw new IOException($"the proxy {proxy.Host}:{ProxyAddress.PortOf(proxy)} closed the connection");
            }

            throw;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new DnsEndPoint(host, port), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
