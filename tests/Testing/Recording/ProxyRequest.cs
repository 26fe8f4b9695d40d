namespace Tagalong.Testing.Recording;

/// <summary>What a client asks a proxy for.</summary>
/// <param name="Target">What is recorded: <c>CONNECT host:port</c>, for example, and the credentials if there are any.</param>
/// <param name="Port">The port to connect to.</param>
/// <param name="Reply">What the client is answered before its bytes are passed on.</param>
/// <param name="Forwarded">What of the request the server receives.</param>
internal sealed record ProxyRequest(string Target, int Port, byte[] Reply, byte[] Forwarded);
