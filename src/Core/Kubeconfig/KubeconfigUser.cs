namespace Tagalong.Core.Kubeconfig;

/// <summary>A user of a kubeconfig. Paths are absolute.</summary>
internal sealed class KubeconfigUser
{
    /// <summary>The file of the client's certificate, or null.</summary>
    public string? ClientCertificate { get; init; }

    /// <summary>The same as PEM, with precedence; or null.</summary>
    public string? ClientCertificatePem { get; init; }

    /// <summary>The file of its key, or null.</summary>
    public string? ClientKey { get; init; }

    /// <summary>The same as PEM, with precedence; or null.</summary>
    public string? ClientKeyPem { get; init; }

    public string? Token { get; init; }

    /// <summary>The file of the token, with precedence; or null.</summary>
    public string? TokenFile { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public Impersonation? Impersonation { get; init; }

    /// <summary>The name of the auth provider, or null.</summary>
    public string? AuthProvider { get; init; }

    public KubeconfigExec? Exec { get; init; }

    /// <summary>All that the user is, for a fingerprint.</summary>
    public IEnumerable<string?> Parts =>
    [
        ClientCertificate, ClientCertificatePem, ClientKey, ClientKeyPem, Token, TokenFile, Username, Password, AuthProvider,
        .. Impersonation?.Headers().SelectMany(static header => new[] { header.Key, header.Value }) ?? [], .. Exec?.Parts ?? [],
    ];

    public static KubeconfigUser Read(KubeconfigNode node, string folder) => new()
    {
        ClientCertificate = KubeconfigFile.PathFrom(folder, node["client-certificate"].Text()),
        ClientCertificatePem = node["client-certificate-data"].Base64Text(),
        ClientKey = KubeconfigFile.PathFrom(folder, node["client-key"].Text()),
        ClientKeyPem = node["client-key-data"].Base64Text(),
        Token = node["token"].Text(),
        TokenFile = KubeconfigFile.PathFrom(folder, node["tokenFile"].Text()),
        Username = node["username"].Text(),
        Password = node["password"].Text(),
        Impersonation = Impersonation.Read(node),
        AuthProvider = node["auth-provider"].Node is null ? null : node["auth-provider"]["name"].Text() ?? "",
        Exec = node["exec"].Node is null ? null : KubeconfigExec.Read(node["exec"], folder),
    };
}
