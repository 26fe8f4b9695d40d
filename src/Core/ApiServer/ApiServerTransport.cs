using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s;
using k8s.Authentication;
using k8s.Exceptions;

namespace Tagalong.Core.ApiServer;

/// <summary>The client of one API server: its connection pool and its credentials.</summary>
/// <remarks>
/// The Kubernetes client interprets the kubeconfig and obtains the credentials. Its connections are not used: they accept any certificate that the
/// cluster's authority signed, whatever its name; they detect a dead peer only after minutes; and they need the models of all kinds, a third of a
/// native binary. Here a token goes to the named server only, and a dead connection is closed within seconds.
/// </remarks>
internal sealed class ApiServerTransport : IApiServerLocator
{
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _http;
    private readonly Uri _server;
    private readonly string? _serverName;
    private readonly ServiceClientCredentials? _credentials;

    /// <exception cref="KubeConfigException">The configuration is incomplete, or disables the verification of TLS.</exception>
    public ApiServerTransport(KubernetesClientConfiguration configuration, TimeSpan connectTimeout)
    {
        if (configuration.SkipTlsVerify)
        {
            throw new KubeConfigException(
                "the kubeconfig has insecure-skip-tls-verify, and Tagalong sends no credentials to an unverified server; "
                + "set its certificate-authority instead");
        }

        if (!Uri.TryCreate(configuration.Host, UriKind.Absolute, out var server) || server.Scheme is not ("https" or "http") || server.UserInfo.Length > 0)
        {
            // Not quoted: it may contain a password.
            throw new KubeConfigException("the kubeconfig's server is not the URL of an API server, https://… without a user");
        }

        // Behind a gateway the API server has a base path; without the slash, its last segment would be dropped from request URLs.
        _server = server.AbsolutePath.EndsWith('/') ? server : new Uri(server.GetLeftPart(UriPartial.Path) + "/");
        _serverName = string.IsNullOrEmpty(configuration.TlsServerName) ? null : configuration.TlsServerName;
        _credentials = Kubernetes.CreateCredentials(configuration);
        var certificate = ClientCertificate(configuration);
        if (server.Scheme != Uri.UriSchemeHttps && (_credentials is not null || certificate is not null))
        {
            throw new KubeConfigException(
                $"the kubeconfig has credentials for '{server}', and Tagalong sends none without TLS; use https, or remove the user");
        }

        Token = configuration.TokenProvider as IRenewableToken;
        _http = new HttpMessageInvoker(Handler(configuration, certificate, connectTimeout));
    }

    /// <summary>The token, where it can be renewed; else null.</summary>
    public IRenewableToken? Token { get; }

    /// <summary>A request to a path below the server's URL, <c>api/v1/…</c> without a leading slash, without the credentials.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var message = new HttpRequestMessage(method, new Uri(_server, path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };

        // The server's certificate must have this name, if it is set.
        message.Headers.Host = _serverName;
        message.Headers.TryAddWithoutValidation("User-Agent", "tagalong");
        return message;
    }

    /// <summary>Adds the credentials to a request.</summary>
    /// <exception cref="Exception">They cannot be obtained. The message may quote them.</exception>
    public Task AuthenticateAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _credentials?.ProcessHttpRequestAsync(message, cancellationToken) ?? Task.CompletedTask;

    /// <summary>Sends a request and returns when the response's headers have arrived.</summary>
    /// <exception cref="HttpRequestException">The API server cannot be reached, or its certificate is not trusted.</exception>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken) =>
        _http.SendAsync(message, cancellationToken);

    /// <summary>This client: its API server is known.</summary>
    public ValueTask<LocateResult> LocateAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new LocateResult(this, default));

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

        // As kubectl does: name and chain are both verified, against the cluster's authority where it is configured.
        if (configuration.SslCaCerts is { Count: > 0 } authorities)
        {
            handler.SslOptions.CertificateChainPolicy = TrustPolicy.Only(authorities);
        }

        handler.SslOptions.ClientCertificateContext = certificate;

        return handler;
    }

    /// <exception cref="FormatException">It is not Base64.</exception>
    /// <exception cref="CryptographicException">It is not a certificate, or the key does not belong to it.</exception>
    private static SslStreamCertificateContext? ClientCertificate(KubernetesClientConfiguration configuration)
    {
        var certificate = Pem(configuration.ClientCertificateData, configuration.ClientCertificateFilePath);
        var key = Pem(configuration.ClientCertificateKeyData, configuration.ClientKeyFilePath);
        if (certificate is null || key is null)
        {
            return null;
        }

        // Includes the intermediate certificates, where the kubeconfig has them.
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(certificate);
        var own = X509Certificate2.CreateFromPem(certificate, key);
        if (!OperatingSystem.IsWindows())
        {
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }

        // On Windows, TLS needs a key that the system persists.
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
