using System.Globalization;
using System.Text;

namespace Tagalong.Testing.Recording;

/// <summary>The first request to an HTTP proxy: CONNECT, or a request with an absolute URL for a server without TLS.</summary>
internal static class HttpProxyHandshake
{
    private const string Authorization = "Proxy-Authorization: Basic ";
    private const string Refusal =
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n";

    /// <returns>The request; null if it lacked the credentials, which the client has been told.</returns>
    public static async Task<ProxyRequest?> ReadAsync(Stream stream, string? credentials, CancellationToken cancellationToken)
    {
        var head = await ReadHeadAsync(stream, cancellationToken);
        var lines = head.Split("\r\n");
        var given = lines.FirstOrDefault(static line => line.StartsWith(Authorization, StringComparison.OrdinalIgnoreCase))?[Authorization.Length..];
        if (credentials is not null && given is null)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(Refusal), cancellationToken);
            return null;
        }

        var request = lines[0].Split(' ');
        var isTunnel = request[0] == "CONNECT";
        var target = isTunnel ? request[1] : new Uri(request[1]).GetLeftPart(UriPartial.Authority);
        var user = given is null ? "" : $" as {Encoding.UTF8.GetString(Convert.FromBase64String(given))}";
        return new ProxyRequest(
            $"{(isTunnel ? "CONNECT" : "request for")} {target}{user}",
            int.Parse(target[(target.LastIndexOf(':') + 1)..], CultureInfo.InvariantCulture),
            isTunnel ? "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray() : [],
            isTunnel ? [] : Encoding.Latin1.GetBytes(head));
    }

    /// <summary>Reads byte by byte, so that nothing of what follows is taken.</summary>
    private static async Task<string> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var next = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            await stream.ReadExactlyAsync(next, cancellationToken);
            head.Add(next[0]);
        }

        return Encoding.Latin1.GetString([.. head]);
    }
}
