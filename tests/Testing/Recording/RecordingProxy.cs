using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Testing.Recording;

/// <summary>A proxy that records what it is asked for, and connects to the port on the loopback address whatever the host is.</summary>
public sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ProxyProtocol _protocol;
    private readonly X509Certificate2? _certificate;
    private readonly string? _credentials;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentQueue<string> _targets = new();
    private readonly ConcurrentDictionary<int, string> _tunnels = new();
    private readonly Task _accepting;

    /// <param name="protocol">How clients speak to it.</param>
    /// <param name="certificate">Its certificate with the key, for <see cref="ProxyProtocol.Https"/>.</param>
    /// <param name="credentials">User and password that it requires, <c>user:password</c>; null for none.</param>
    public RecordingProxy(ProxyProtocol protocol, X509Certificate2? certificate = null, string? credentials = null)
    {
        (_protocol, _certificate, _credentials) = (protocol, certificate, credentials);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>What it was asked for since the last call of <see cref="Clear"/>.</summary>
    public IReadOnlyList<string> Targets => [.. _targets];

    /// <summary>What a connection from one of its ports was asked for by; null if the connection is not the proxy's.</summary>
    public string? TunnelFrom(int port) => _tunnels.GetValueOrDefault(port);

    public void Clear()
    {
        _targets.Clear();
        _tunnels.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy stops.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            await using (var stream = await SecuredAsync(client.GetStream()))
            {
                while (true)
                {
                    var asked = _protocol == ProxyProtocol.Socks5
                        ? await Socks5Handshake.ReadAsync(stream, _credentials, _stopping.Token)
                        : await HttpProxyHandshake.ReadAsync(stream, _credentials, _stopping.Token);
                    if (asked is not null)
                    {
                        await TunnelAsync(stream, asked);
                        return;
                    }
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException)
        {
            // The client went away, or did not trust the proxy.
        }
    }

    private async Task<Stream> SecuredAsync(Stream stream)
    {
        if (_certificate is null)
        {
            return stream;
        }

        var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
        return secured;
    }

    private async Task TunnelAsync(Stream client, ProxyRequest asked)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, asked.Port, _stopping.Token);
        _targets.Enqueue(asked.Target);
        _tunnels[((IPEndPoint)server.Client.LocalEndPoint!).Port] = asked.Target;
        await using var upstream = server.GetStream();
        await client.WriteAsync(asked.Reply, _stopping.Token);
        await upstream.WriteAsync(asked.Forwarded, _stopping.Token);
        await Task.WhenAny(client.CopyToAsync(upstream, _stopping.Token), upstream.CopyToAsync(client, _stopping.Token));
    }
}
