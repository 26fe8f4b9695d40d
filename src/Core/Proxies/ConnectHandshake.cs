using System.Net;
using System.Text;

namespace Tagalong.Core.Proxies;

/// <summary>Asks an HTTP proxy for a tunnel: RFC 9110, section 9.3.6.</summary>
internal static class ConnectHandshake
{
    private const int MaxResponseBytes = 16 * 1024;

    /// <exception cref="IOException">The proxy refuses.</exception>
    public static async Task RunAsync(Stream stream, string host, int port, NetworkCredential? credential, CancellationToken cancellationToken)
    {
        var target = $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}";
        var authorization = credential is null ? ""
            : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}"))}\r\n";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: tagalong\r\n{authorization}\r\n"), cancellationToken).ConfigureAwait(false);

        // Byte by byte, because what follows the response belongs to the tunnel.
        var response = new List<byte>(256);
        var one = new byte[1];
        while (response.Count < 4 || !response[^4..].SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(one, cancellationToken).ConfigureAwait(false);
            response.Add(one[0]);
            if (response.Count > MaxResponseBytes)
            {
                throw new IOException("the proxy's response to CONNECT is too long");
            }
        }

        var status = Encoding.ASCII.GetString([.. response.TakeWhile(static octet => octet is not (byte)'\r')]).Split(' ', 3);
        if (status is not [['H', 'T', 'T', 'P', '/', ..], ['2', _, _], ..])
        {
            throw new IOException($"the proxy answered CONNECT with {(status is [_, { Length: 3 } code, ..] && code.All(char.IsAsciiDigit) ? code : "something else than HTTP")}");
        }
    }
}
