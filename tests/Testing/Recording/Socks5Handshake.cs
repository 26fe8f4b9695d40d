using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Tagalong.Testing.Recording;

/// <summary>The handshake of SOCKS version 5 (RFC 1928), with user and password (RFC 1929) if the client offers them.</summary>
internal static class Socks5Handshake
{
    private const byte NoAuthentication = 0;
    private const byte UserAndPassword = 2;
    private const byte NoneAcceptable = 0xFF;

    /// <exception cref="IOException">The client does not offer the credentials that are required.</exception>
    public static async Task<ProxyRequest?> ReadAsync(Stream stream, string? credentials, CancellationToken cancellationToken)
    {
        var methods = await TakeAsync(stream, (await TakeAsync(stream, 2, cancellationToken))[1], cancellationToken);
        var method = methods.Contains(UserAndPassword) ? UserAndPassword : credentials is null ? NoAuthentication : NoneAcceptable;
        await stream.WriteAsync(new byte[] { 5, method }, cancellationToken);
        var given = method switch
        {
            NoneAcceptable => throw new IOException("The client offers no credentials."),
            UserAndPassword => await ReadCredentialsAsync(stream, cancellationToken),
            _ => null,
        };

        var kind = (await TakeAsync(stream, 4, cancellationToken))[3];
        var host = kind switch
        {
            1 => new IPAddress(await TakeAsync(stream, 4, cancellationToken)).ToString(),
            4 => $"[{new IPAddress(await TakeAsync(stream, 16, cancellationToken))}]",
            _ => await TakeTextAsync(stream, cancellationToken),
        };
        var port = BinaryPrimitives.ReadUInt16BigEndian(await TakeAsync(stream, 2, cancellationToken));
        return new ProxyRequest($"SOCKS5 {host}:{port}{(given is null ? "" : $" as {given}")}", port, [5, 0, 0, 1, 0, 0, 0, 0, 0, 0], []);
    }

    private static async Task<string> ReadCredentialsAsync(Stream stream, CancellationToken cancellationToken)
    {
        await TakeAsync(stream, 1, cancellationToken);
        var credentials = $"{await TakeTextAsync(stream, cancellationToken)}:{await TakeTextAsync(stream, cancellationToken)}";
        await stream.WriteAsync(new byte[] { 1, 0 }, cancellationToken);
        return credentials;
    }

    private static async Task<string> TakeTextAsync(Stream stream, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(await TakeAsync(stream, (await TakeAsync(stream, 1, cancellationToken))[0], cancellationToken));

    private static async Task<byte[]> TakeAsync(Stream stream, int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
