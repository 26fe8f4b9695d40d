using System.Net.Http.Headers;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.ApiServer;

/// <summary>What a client proves itself with to an API server. Two are equal if they are the same instance.</summary>
internal sealed class ApiCredential(AuthenticationHeaderValue? header, ClientCertificate? certificate = null)
{
    /// <summary>The header <c>Authorization</c>, or null.</summary>
    public AuthenticationHeaderValue? Header { get; } = header;

    /// <summary>The client's certificate, or null.</summary>
    public ClientCertificate? Certificate { get; } = certificate;
}
