using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tagalong.Core.Credentials;
using Tagalong.Core.Proxies;

namespace Tagalong.Core.ApiServer;

/// <summary>The connections to an API server, by one state of the certificates.</summary>
/// <remarks>
/// TLS is started here, and not by .NET's handler: that takes the name of the server's certificate from the header <c>Host</c>, which must stay
/// the server's. So proxies are handled here too.
/// </remarks>
internal sealed class ServerConnections : IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly ApiServerEndpoint _endpoint;
    private readonly Uri _server;
    private readonly X509Certificate2Collection? _authorities;
    private readonly X509ChainPolicy? _chainPolicy;
    private readonly SslStreamCertificateContext? _certificate;
    private readonly HttpMessageInvoker _http;

    /// <summary>Reads the certificates; nothing is connected yet.</summary>
    /// <param name="endpoint">The API server.</param>
    /// <param name="server">Its URL.</param>
    /// <param name="obtained">The certificate in the credentials, or null.</param>
    /// <param name="connectTimeout">How long a connection may take to be ready.</param>
    /// <exception cref="Exception">A certificate cannot be read.</exception>
    public ServerConnections(ApiServerEndpoint endpoint, Uri server, ClientCertificate? obtained, TimeSpan connectTimeout)
    {
        (_endpoint, _server, Obtained) = (endpoint, server, obtained);
        _authorities = endpoint.Authority is { } authority ? CertificateAuthorities.Parse(authority.Read(), authority.File ?? "the configured authority") : null;
        _chainPolicy = _authorities is null ? null : TrustPolicy.Only(_authorities);
        _certificate = (endpoint.Certificate ?? obtained)?.Read();
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = connectTimeout,
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.Always,
            PooledConnectionLifetime = ConnectionLifetime,
            EnableMultipleHttp2Connections = true,
        };
        if (!endpoint.Headers.IsEmpty)
        {
            // Names of users and groups may have any characters, and Go sends them as they are.
            handler.RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8;
        }

        if (endpoint.Lines is { } lines)
        {
            handler.PlaintextStreamFilter = (context, _) => ValueTask.FromResult(lines.Over(context.PlaintextStream));
        }

        if (server.Scheme == Uri.UriSchemeHttps)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = ConnectAsync;
        }
        else
        {
            handler.Proxy = endpoint.Proxy;
        }

        _http = new HttpMessageInvoker(handler);
    }

    /// <summary>The certificate that was in the credentials.</summary>
    public ClientCertificate? Obtained { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) => _http.SendAsync(message, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var proxies = _endpoint.Proxy ?? HttpClient.DefaultProxy;
        var proxy = proxies.IsBypassed(_server) ? null : proxies.GetProxy(_server);
        var stream = await ProxyTunnel.OpenAsync(proxy, _server.IdnHost, _server.Port, TlsTo, cancellationToken).ConfigureAwait(false);
        var encrypted = new SslStream(stream);
        try
        {
            var options = TlsTo(_endpoint.TlsServerName ?? _server.IdnHost);
            options.ApplicationProtocols = _endpoint.Lines is null ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11];
            await encrypted.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return encrypted;
        }
        catch
        {
            await encrypted.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private SslClientAuthenticationOptions TlsTo(string name) => new()
    {
        TargetHost = name,
        CertificateChainPolicy = _chainPolicy,
        ClientCertificateContext = _certificate,
        RemoteCertificateValidationCallback = (_, _, chain, errors) => _endpoint.IsUnverified || TrustPolicy.Accept(name, _authorities, chain, errors),
    };
}
