using Tagalong.Core.ApiServer;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Azure;

/// <summary>The parts that matter of the kubeconfig that Azure returns for a cluster.</summary>
/// <param name="Server">The API server's URL.</param>
/// <param name="Authority">The authorities of its certificate, as PEM.</param>
/// <param name="UsesEntra">Whether its user authenticates by Entra ID; otherwise the certificate is the administrator's.</param>
/// <param name="ClientCertificate">The user's certificate as PEM, or null.</param>
/// <param name="ClientKey">Its key as PEM, or null.</param>
internal sealed record AksKubeconfig(string Server, string Authority, bool UsesEntra, string? ClientCertificate, string? ClientKey)
{
    /// <summary>Reads the response to <c>listClusterUserCredential</c>; null if it holds no such kubeconfig.</summary>
    public static AksKubeconfig? Read(ReadOnlySpan<byte> response)
    {
        try
        {
            return AzureJson.Read(response, AzureJson.Default.AksCredentialResults) is { Kubeconfigs: [{ Value: { } yaml }, ..] } ? Read(yaml) : null;
        }
        catch (EndpointException)
        {
            return null;
        }
    }

    /// <remarks>Without this, a record would print the secrets too.</remarks>
    public override string ToString() => Server;

    private static AksKubeconfig? Read(byte[] yaml)
    {
        using var stream = new MemoryStream(yaml, writable: false);
        var context = MergedKubeconfig.Of(KubeconfigFile.Parse(stream, Path.GetFullPath("kubeconfig"))).Resolve(null);
        var (cluster, user) = (context.Cluster, context.User);
        return cluster is { Server: { } url, CertificateAuthorityPem: { } authority }
            && Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && server.UserInfo.Length == 0
            ? new AksKubeconfig(url, authority, ByEntra(user), user?.ClientCertificatePem, user?.ClientKeyPem)
            : null;
    }

    /// <remarks>Any other credential is the administrator's.</remarks>
    private static bool ByEntra(KubeconfigUser? user) =>
        user is { ClientCertificatePem: null, ClientKeyPem: null, Token: null } && (user.Exec is not null || user.AuthProvider is not null);
}
