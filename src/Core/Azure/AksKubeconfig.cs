using System.Text.Json;
using Tagalong.Core.Objects;
using k8s;
using k8s.KubeConfigModels;

namespace Tagalong.Core.Azure;

/// <summary>What counts in the kubeconfig that Azure hands out for a cluster.</summary>
/// <param name="Server">The API server's URL.</param>
/// <param name="Authority">Who vouches for it: PEM in Base64.</param>
/// <param name="UsesEntra">Whether its user proves himself by Entra ID; otherwise what follows are the administrator's credentials.</param>
/// <param name="ClientCertificate">The user's certificate, PEM in Base64, or null.</param>
/// <param name="ClientKey">The key to it, PEM in Base64, or null.</param>
internal sealed record AksKubeconfig(string Server, string Authority, bool UsesEntra, string? ClientCertificate, string? ClientKey)
{
    /// <summary>Reads the answer to <c>listClusterUserCredential</c>; null if it makes no sense.</summary>
    public static AksKubeconfig? Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            return Kubeconfig(answer) is { } yaml ? Read(yaml) : null;
        }
        catch (Exception fault) when (JsonText.IsFault(fault) || fault is FormatException or YamlDotNet.Core.YamlException or k8s.Exceptions.KubeConfigException)
        {
            return null;
        }
    }

    /// <remarks>A record would print all of it.</remarks>
    public override string ToString() => Server;

    private static AksKubeconfig? Read(byte[] yaml)
    {
        using var stream = new MemoryStream(yaml, writable: false);
        var kubeconfig = KubernetesClientConfiguration.LoadKubeConfig(stream);
        var context = kubeconfig.Contexts?.FirstOrDefault(known => known.Name == kubeconfig.CurrentContext)?.ContextDetails;
        var cluster = kubeconfig.Clusters?.FirstOrDefault(known => known.Name == context?.Cluster)?.ClusterEndpoint;
        var user = kubeconfig.Users?.FirstOrDefault(known => known.Name == context?.User)?.UserCredentials;
        return cluster is not null && !string.IsNullOrEmpty(cluster.CertificateAuthorityData)
            && Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && server.UserInfo.Length == 0
            ? new AksKubeconfig(cluster.Server, cluster.CertificateAuthorityData, ByEntra(user), Given(user?.ClientCertificateData), Given(user?.ClientKeyData))
            : null;
    }

    /// <remarks>Whatever else a user brings is the administrator's.</remarks>
    private static bool ByEntra(UserCredentials? user) =>
        user is not null && (user.ExternalExecution is not null || user.AuthProvider is not null)
        && string.IsNullOrEmpty(user.ClientCertificateData) && string.IsNullOrEmpty(user.ClientKeyData) && string.IsNullOrEmpty(user.Token);

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static byte[]? Kubeconfig(ReadOnlySpan<byte> answer)
    {
        var reader = JsonText.Reader(answer);
        reader.EntersBody();
        while (reader.NextMember())
        {
            if (!reader.ValueTextEquals("kubeconfigs"u8))
            {
                reader.SkipMember();
            }
            else if (reader.EntersArray("kubeconfigs") && reader.NextElement())
            {
                return First(ref reader);
            }
        }

        return null;
    }

    private static byte[]? First(ref Utf8JsonReader reader)
    {
        while (reader.NextMember())
        {
            if (reader.ValueTextEquals("value"u8))
            {
                reader.Read();
                return reader.GetBytesFromBase64();
            }

            reader.SkipMember();
        }

        return null;
    }
}
