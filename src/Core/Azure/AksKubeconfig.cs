using k8s;
using k8s.KubeConfigModels;

namespace Tagalong.Core.Azure;

/// <summary>The parts that matter of the kubeconfig that Azure returns for a cluster.</summary>
/// <param name="Server">The API server's URL.</param>
/// <param name="Authority">The authority of its certificate: PEM in Base64.</param>
/// <param name="UsesEntra">Whether its user authenticates by Entra ID; otherwise the certificate is the administrator's.</param>
/// <param name="ClientCertificate">The user's certificate, PEM in Base64, or null.</param>
/// <param name="ClientKey">Its key, PEM in Base64, or null.</param>
internal sealed record AksKubeconfig(string Server, string Authority, bool UsesEntra, string? ClientCertificate, string? ClientKey)
{
    /// <summary>Reads the response to <c>listClusterUserCredential</c>; null if it holds no such kubeconfig.</summary>
    public static AksKubeconfig? Read(ReadOnlySpan<byte> response)
    {
        try
        {
            return AzureJson.Read(response, AzureJson.Default.AksCredentialResults) is { Kubeconfigs: [{ Value: { } yaml }, ..] } ? Read(yaml) : null;
        }
        catch (Exception exception) when (exception is InvalidOperationException or FormatException or YamlDotNet.Core.YamlException or k8s.Exceptions.KubeConfigException)
        {
            return null;
        }
    }

    /// <remarks>Without this, a record would print the secrets too.</remarks>
    public override string ToString() => Server;

    private static AksKubeconfig? Read(byte[] yaml)
    {
        using var stream = new MemoryStream(yaml, writable: false);
        var kubeconfig = KubernetesClientConfiguration.LoadKubeConfig(stream);
        var context = kubeconfig.Contexts?.FirstOrDefault(entry => entry.Name == kubeconfig.CurrentContext)?.ContextDetails;
        var cluster = kubeconfig.Clusters?.FirstOrDefault(entry => entry.Name == context?.Cluster)?.ClusterEndpoint;
        var user = kubeconfig.Users?.FirstOrDefault(entry => entry.Name == context?.User)?.UserCredentials;
        return cluster is not null && !string.IsNullOrEmpty(cluster.CertificateAuthorityData)
            && Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && server.UserInfo.Length == 0
            ? new AksKubeconfig(cluster.Server, cluster.CertificateAuthorityData, ByEntra(user), NullIfEmpty(user?.ClientCertificateData), NullIfEmpty(user?.ClientKeyData))
            : null;
    }

    /// <remarks>Any other credential is the administrator's.</remarks>
    private static bool ByEntra(UserCredentials? user) =>
        user is not null && (user.ExternalExecution is not null || user.AuthProvider is not null)
        && string.IsNullOrEmpty(user.ClientCertificateData) && string.IsNullOrEmpty(user.ClientKeyData) && string.IsNullOrEmpty(user.Token);

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
