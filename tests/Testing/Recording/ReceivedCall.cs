namespace Tagalong.Testing.Recording;

/// <summary>One request as the recording API server received it.</summary>
/// <param name="Path">The path without the query.</param>
/// <param name="Host">The <c>Host</c> header.</param>
/// <param name="Headers">All headers, one entry for each value.</param>
/// <param name="ServerName">The server name in the TLS handshake; null where there was none.</param>
/// <param name="ClientCertificate">The subject of the client certificate; null where there was none.</param>
/// <param name="Intermediates">How many more certificates the client sent.</param>
/// <param name="RemotePort">The client's port.</param>
public sealed record ReceivedCall(
    string Path,
    string Host,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string? ServerName,
    string? ClientCertificate,
    int Intermediates,
    int RemotePort);
