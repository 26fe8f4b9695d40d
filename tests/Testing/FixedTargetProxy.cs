using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tagalong.Testing;

/// <summary>A proxy that leads every connection to one port of this machine, and notes where it should have led.</summary>
public sealed class FixedTargetProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly string _scheme;
    private readonly int _target;
    private readonly X509Certificate2? _certificate;

    /// <param name="scheme"><c>http</c>, <c>https</c> or <c>socks5</c>.</param>
    /// <param name="target">The port.</param>
    /// <param name="certificate">Its own certificate, if it is an HTTPS proxy.</param>
    public FixedTargetProxy(string scheme, int target, X509Certificate2? certificate = null)
    {
        (_scheme, _target, _certificate) = (scheme, target, certificate);
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Url => $"{_scheme}://127.0.0.1:{Port}";

    /// <summary>The name and password that it wants, or null.</summary>
    public string? Credentials { get; init; }

    /// <summary>Where the connections should have led, <c>HOST:PORT</c>.</summary>
    public ConcurrentQueue<string> Targets { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        Stream stream = client.GetStream();
        if (_certificate is not null)
        {
            var encrypted = new SslStream(stream);
            await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stopping.Token);
            stream = encrypted;
        }

        if (!await (_scheme == "socks5" ? SocksAsync(stream) : ConnectAsync(stream)))
        {
            return;
        }

        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, _target, _stopping.Token);
        var target = server.GetStream();
        await Task.WhenAny(stream.CopyToAsync(target, _stopping.Token), target.CopyToAsync(stream, _stopping.Token));
    }

    private async Task<bool> ConnectAsync(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        }

        Targets.Enqueue(head.ToString().Split(' ')[1]);
        var isAllowed = Credentials is null
            || head.ToString().Contains($"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.ASCII.GetBytes(Credentials))}\r\n", StringComparison.Ordinal);
        await stream.WriteAsync(
            isAllowed ? "HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n"u8.ToArray() : "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"u8.ToArray(), _stopping.Token);
        return isAllowed;
    }

    private async Task<bool> SocksAsync(Stream stream)
    {
        await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
        await stream.WriteAsync((byte[])[5, (byte)(Credentials is null ? 0 : 2)], _stopping.Token);
        if (Credentials is not null)
        {
            await ReadAsync(stream, 1);
            var name = await ReadAsync(stream, (await ReadAsync(stream, 1))[0]);
            var password = await ReadAsync(stream, (await ReadAsync(stream, 1))[0]);
            var isRight = $"{Encoding.ASCII.GetString(name)}:{Encoding.ASCII.GetString(password)}" == Credentials;
            await stream.WriteAsync((byte[])[1, (byte)(isRight ? 0 : 1)], _stopping.Token);
            if (!isRight)
            {
                return false;
            }
        }

        var request = await ReadAsync(stream, 4);
        var host = request[3] switch
        {
            3 => Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])),
            var kind => new IPAddress(await ReadAsync(stream, kind == 1 ? 4 : 16)).ToString(),
        };
        Targets.Enqueue($"{host}:{BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(stream, 2))}");
        await stream.WriteAsync((byte[])[5, 0, 0, 3, 4, (byte)'h', (byte)'o', (byte)'s', (byte)'t', 0, 1], _stopping.Token);
        return true;
    }

    private async Task<byte[]> ReadAsync(Stream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _stopping.Token);
        return bytes;
    }
}
