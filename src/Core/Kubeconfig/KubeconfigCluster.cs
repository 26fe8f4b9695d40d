namespace Tagalong.Core.Kubeconfig;

/// <summary>A cluster of a kubeconfig. Paths are absolute.</summary>
internal sealed class KubeconfigCluster
{
    public string? Server { get; init; }

    public string? TlsServerName { get; init; }

    public bool SkipsTlsVerification { get; init; }

    /// <summary>The file of its certificate's authorities, or null.</summary>
    public string? CertificateAuthority { get; init; }

    /// <summary>The same as PEM, with precedence; or null.</summary>
    public string? CertificateAuthorityPem { get; init; }

    public string? ProxyUrl { get; init; }

    /// <summary>Responses are never requested compressed, so this matters to credential plugins only.</summary>
    public bool DisablesCompression { get; init; }

    /// <summary>What the extension <c>client.authentication.k8s.io/exec</c> has for credential plugins, as JSON; or null.</summary>
    public string? PluginConfig { get; init; }

    /// <summary>All that the cluster is, for a fingerprint.</summary>
    public IEnumerable<string?> Parts =>
    [
        Server, TlsServerName, $"{SkipsTlsVerification}", CertificateAuthority, CertificateAuthorityPem, ProxyUrl, $"{DisablesCompression}", PluginConfig,
    ];

    public static KubeconfigCluster Read(KubeconfigNode node, string folder) => new()
    {
        Server = node["server"].Text(),
        TlsServerName = node["tls-server-name"].Text(),
        SkipsTlsVerification = node["insecure-skip-tls-verify"].IsTrue(),
        CertificateAuthority = KubeconfigFile.PathFrom(folder, node["certificate-authority"].Text()),
        CertificateAuthorityPem = node["certificate-authority-data"].Base64Text(),
        ProxyUrl = node["proxy-url"].Text(),
        DisablesCompression = node["disable-compression"].IsTrue(),
        PluginConfig = YamlAsJson.Of(ExtensionOf(node)),
    };

    private static KubeconfigNode ExtensionOf(KubeconfigNode node) => node["extensions"].Node is null ? default
        : node["extensions"].Items().FirstOrDefault(static entry => entry["name"].Text() == "client.authentication.k8s.io/exec")["extension"];
}
