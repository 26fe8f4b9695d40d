using System.Net;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.Core.Proxies;

namespace Tagalong.Core.Kubeconfig;

/// <summary>Interprets a context: how its API server is reached, and with which credentials. The rules are those of client-go.</summary>
internal sealed class KubeconfigEndpoint(bool allowsUnverified, TimeProvider time, ILogger logger)
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    /// <exception cref="EndpointException">The context cannot be used; the message says why.</exception>
    public ApiServerEndpoint Create(ResolvedContext context)
    {
        var (cluster, user) = (context.Cluster, context.User ?? new KubeconfigUser());
        var name = context.Context.User;
        if (cluster.Server is null)
        {
            throw new EndpointException($"the cluster '{context.Context.Cluster}' has no server");
        }

        CheckVerification(cluster);
        CheckUser(user, name);
        return new ApiServerEndpoint
        {
            Server = cluster.Server,
            TlsServerName = cluster.TlsServerName,
            Authority = Pem(cluster.CertificateAuthorityPem, cluster.CertificateAuthority),
            IsUnverified = cluster.SkipsTlsVerification,
            Proxy = cluster.ProxyUrl is { } url ? ProxyAt(url) : null,
            Certificate = CertificateOf(user, name),
            Credentials = CredentialsOf(user, name, cluster),
            Headers = [.. user.Impersonation?.Headers() ?? []],
        };
    }

    private void CheckVerification(KubeconfigCluster cluster)
    {
        if (!cluster.SkipsTlsVerification)
        {
            return;
        }

        if (!allowsUnverified)
        {
            throw new EndpointException(
                "the kubeconfig has insecure-skip-tls-verify, and Tagalong sends no credentials to an unverified server; set its certificate-authority "
                + "instead, or Tagalong:Fleet:AllowUnverifiedServers");
        }

        if ((cluster.CertificateAuthorityPem ?? cluster.CertificateAuthority) is not null)
        {
            throw new EndpointException("the kubeconfig has both a certificate-authority and insecure-skip-tls-verify; remove one of them");
        }
    }

    private static void CheckUser(KubeconfigUser user, string? name)
    {
        if (user.AuthProvider is { } provider)
        {
            throw new EndpointException(
                $"the user '{name}' has the auth-provider '{provider}', which Kubernetes replaced by credential plugins; use one (exec), such as "
                + "gke-gcloud-auth-plugin, kubelogin or kubectl-oidc_login");
        }

        if ((user.Token ?? user.TokenFile) is not null && (user.Username ?? user.Password) is not null)
        {
            throw new EndpointException($"the user '{name}' has both a token and a username or password; remove one of them");
        }

        if (user.Impersonation is { User: null })
        {
            throw new EndpointException($"the user '{name}' has as-uid, as-groups or as-user-extra without 'as'");
        }

        if (user.Impersonation?.Headers().Any(static header => header.Value.Any(char.IsControl)) == true)
        {
            throw new EndpointException($"the user '{name}' impersonates a name with a control character");
        }
    }

    private static ClientCertificate? CertificateOf(KubeconfigUser user, string? name)
    {
        var certificate = Pem(user.ClientCertificatePem, user.ClientCertificate);
        var key = Pem(user.ClientKeyPem, user.ClientKey);
        return certificate is null ? null
            : key is null ? throw new EndpointException($"the user '{name}' has a client-certificate without its client-key")
            : new ClientCertificate(certificate, key);
    }

    /// <remarks>As in client-go, a plugin beside other credentials is not run, not even beside a client certificate.</remarks>
    private IApiCredentials? CredentialsOf(KubeconfigUser user, string? name, KubeconfigCluster cluster) =>
        user.TokenFile is { } file ? new TokenFile(file, user.Token, time, logger)
        : user.Token is { } token ? FixedCredentials.Token(token)
        : (user.Username ?? user.Password) is not null ? FixedCredentials.Basic(user.Username, user.Password)
        : user.Exec is { } exec && (user.ClientCertificatePem ?? user.ClientCertificate) is null ? new ExecCredentials(new ExecPlugin(exec, name, cluster), time)
        : null;

    private static WebProxy ProxyAt(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var proxy) && ProxySchemes.Contains(proxy.Scheme) && proxy.Host.Length > 0
            ? new WebProxy(proxy) { Credentials = ProxyAddress.CredentialOf(proxy) }
            : throw new EndpointException("the kubeconfig's proxy-url is not the URL of a proxy: http, https or socks5");

    private static PemSource? Pem(string? text, string? file) =>
        text is not null ? PemSource.OfText(text) : file is not null ? PemSource.OfFile(file) : null;
}
