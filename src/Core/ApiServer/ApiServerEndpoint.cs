using System.Collections.Immutable;
using System.Net;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.ApiServer;

/// <summary>Where an API server is, how it proves itself, and what a client proves itself with.</summary>
internal sealed class ApiServerEndpoint
{
    /// <summary>The server's URL.</summary>
    public required string? Server { get; init; }

    /// <summary>The name that its certificate must have, and that TLS asks for; null for the host of the URL.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The authorities of its certificate; null for those of the system.</summary>
    public PemSource? Authority { get; init; }

    /// <summary>Whether any certificate is accepted.</summary>
    public bool IsUnverified { get; init; }

    /// <summary>The proxy that all connections use; null for the process's, <see cref="HttpClient.DefaultProxy"/>.</summary>
    public IWebProxy? Proxy { get; init; }

    /// <summary>The client's certificate, or null. It has precedence over one in the credentials.</summary>
    public ClientCertificate? Certificate { get; init; }

    /// <summary>The credentials, or null.</summary>
    public IApiCredentials? Credentials { get; init; }

    /// <summary>Headers of every request, such as those of impersonation.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Headers
    {
        get;
        init => (field, Lines) = (value, HeaderLines.Of(value));
    } = [];

    /// <summary>The same as lines, if one of them has several values; else null.</summary>
    public HeaderLines? Lines { get; private init; }
}
