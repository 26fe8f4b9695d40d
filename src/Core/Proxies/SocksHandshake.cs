using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Tagalong.Core.Proxies;

/// <summary>Asks a SOCKS 5 proxy for a connection: RFC 1928, and RFC 1929 for a name and password.</summary>
internal static class SocksHandshake
{
    private const byte Version = 5;
    private const byte NoAuthentication = 0;
    private const byte UserNamePassword = 2;

    /// <exception cref="IOException">The proxy refuses.</exception>
    public static async Task RunAsync(Stream stream, string host, int port, NetworkCredential? credential, CancellationToken cancellationToken)
    {
        byte[] greeting = credential is null ? [Version, 1, NoAuthentication] : [Version, 2, NoAuthentication, UserNamePassword];
        await stream.WriteAsync(greeting, cancellationToken).ConfigureAwait(false);
        var chosen = await ReadAsync(stream, 2, cancellationToken).ConfigureAwait(false);
        if (chosen[0] != Version || !greeting.AsSpan(2).Contains(chosen[1]))
        {
            throw new IOException(chosen[0] == Version ? "the SOCKS proxy wants other credentials" : "the proxy does not speak SOCKS 5");
        }

        if (chosen[1] == UserNamePassword)
        {
            await stream.WriteAsync((byte[])[1, .. Prefixed(credential!.UserName), .. Prefixed(credential.Password)], cancellationToken).ConfigureAwait(false);
            if ((await ReadAsync(stream, 2, cancellationToken).ConfigureAwait(false))[1] != 0)
            {
                throw new IOException("the SOCKS proxy does not accept the name and password in its URL");
            }
        }

        var target = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)port);
        await stream.WriteAsync((byte[])[Version, 1, 0, .. AddressOf(host), .. target], cancellationToken).ConfigureAwait(false);
        var reply = await ReadAsync(stream, 5, cancellationToken).ConfigureAwait(false);
        if (reply[1] != 0)
        {
            throw new IOException($"the SOCKS proxy could not connect to {host}:{port} (reply {reply[1]})");
        }

        // The rest of the address that the proxy connects from, and its port.
        var left = reply[3] switch { 1 => 3, 4 => 15, _ => reply[4] } + 2;
        await ReadAsync(stream, left, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] AddressOf(string host) => IPAddress.TryParse(host, out var address)
        ? [(byte)(address.GetAddressBytes().Length == 4 ? 1 : 4), .. address.GetAddressBytes()]
        : [3, .. Prefixed(host)];

    private static byte[] Prefixed(string text) => Encoding.UTF8.GetBytes(text) is { Length: <= 255 } bytes
        ? [(byte)bytes.Length, .. bytes]
        : throw new IOException("a name is too long for SOCKS");

    private static async ValueTask<byte[]> ReadAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }
}
