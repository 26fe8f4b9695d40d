using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;

namespace Tagalong.Core.ApiServer;

/// <summary>The client of one API server, made for the way that was found to it: its pool of connections, and its credentials.</summary>
/// <remarks>
/// What a kubeconfig means, and how its credentials are had, is the Kubernetes client's. Its connections are not used: they
/// accept any certificate that the cluster's authority signed, whatever the name in it, find out only after minutes that
/// the other side is dead, and bring along the models of all kinds, which make a third of a binary. Here a token goes to the
/// named server only, and a dead connection is given up within seconds.
/// </remarks>
internal sealed class ApiServerClient : IDisposable
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _server;
    private readonly string? _serverName;
    private readonly ServiceClientCredentials? _credentials;

    /// <param name="configuration">The way to the API server.</param>
    /// <param name="connectTimeout">How long a connection may take to come about.</param>
    /// <exception cref="KubeConfigException">The configuration lacks something, or asks for TLS without verification.</exception>
    public ApiServerClient(KubernetesClientConfiguration configuration, TimeSpan connectTimeout)
    {
        if (configuration.SkipTlsVerify)
        {
            throw new KubeConfigException(
                "the kubeconfig says insecure-skip-tls-verify, and no token is sent to a server that nobody verified; "
                + "name its certificate-authority instead");
        }

        if (!Uri.TryCreate(configuration.Host, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
        {
            // Not quoted: there may be a password in it.
            throw new KubeConfigException("the kubeconfig's server is no URL of an API server, https://… without a user");
        }

        // Behind a gateway the API server begins at a path, of which the last part would else be taken for a file.
        _server = server.AbsolutePath.EndsWith('/') ? server : new Uri(server.GetLeftPart(UriPartial.Path) + "/");
        _serverName = string.IsNullOrEmpty(configuration.TlsServerName) ? null : configuration.TlsServerName;
        _credentials = Kubernetes.CreateCredentials(configuration);
        var certificate = ClientCertificate(configuration);
        if (server.Scheme != Uri.UriSchemeHttps && (_credentials is not null || certificate is not null))
        {
            throw new KubeConfigException(
                $"the kubeconfig has credentials for '{server}', and none are sent without TLS; name the server by https, or leave the user out");
        }

        Token = configuration.TokenProvider as IRenewableToken;
        _http = new HttpMessageInvoker(Handler(configuration, certificate, connectTimeout));
    }

    /// <summary>The token, where a refused one can be had anew; else null.</summary>
    public IRenewableToken? Token { get; }

    /// <summary>A request to this API server, without its credentials.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path below the server's URL, <c>api/v1/…</c> without a slash before it, with the query.</param>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

        // By this name, where there is one, the server's certificate is checked.
        message.Headers.Host = _serverName;
        message.Headers.TryAddWithoutValidation("User-Agent", "tagalong");
        return message;
    }

    /// <summary>Puts the credentials to a request.</summary>
    /// <exception cref="Exception">They are not to be had. The message may quote them.</exception>
    public Task AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _credentials?.ProcessHttpRequestAsync(message, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Sends a request; the answer's headers are there when it returns, its body may still come.</summary>
    /// <exception cref="HttpRequestException">The API server is not reached, or is not the one that it should be.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _http.SendAsync(message, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static SocketsHttpHandler Handler(KubernetesClientConfiguration configuration, SslStreamCertificateContext? certificate, TimeSpan connectTimeout)
    {
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

        // Name and chain are both checked, by the cluster's own authority where it is told, as kubectl does.
        if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = TrustPolicy.Only(authorities);
        }

        handler.SslOptions.ClientCertificateContext = certificate;

        return handler;
    }

    /// <exception cref="FormatException">It is no Base64.</exception>
    /// <exception cref="CryptographicException">It is no certificate, or the key is not its own.</exception>
    private static SslStreamCertificateContext? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        if (certificate is null || key is null)
        {
            return null;
        }

        // With those that lead from it to the cluster's authority, where the kubeconfig has them.
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        var own = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }

        // TLS takes a key there only from where the system keeps keys.
        using (own)
        {
            return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null), chain, offline: true);
        }
    }

    private static string? Pem(string? base64, string? file) =>
        !string.IsNullOrEmpty(base64) ? Encoding.UTF8.GetString(Convert.FromBase64String(base64))
        : !string.IsNullOrEmpty(file) ? File.ReadAllText(file)
        : null;
}
