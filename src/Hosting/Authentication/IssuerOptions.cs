namespace Tagalong.Hosting.Authentication;

/// <summary>An issuer of tokens, and the bearers that may send. Section <c>Tagalong:Senders:Issuers:NAME</c>.</summary>
public sealed class IssuerOptions
{
    /// <summary>The address of the issuer, without <c>/.well-known/openid-configuration</c>: https, or http on this machine.</summary>
    /// <value>Default: none; then <see cref="Issuer"/> and <see cref="KeysAddress"/> have to be set.</value>
    public string Authority { get; set; } = "";

    /// <summary>The issuer in its tokens (<c>iss</c>).</summary>
    /// <value>Default: from the issuer's OpenID configuration.</value>
    public string Issuer { get; set; } = "";

    /// <summary>The address of the issuer's keys, a JSON Web Key Set: https, or http on this machine.</summary>
    /// <value>Default: from the issuer's OpenID configuration.</value>
    public string KeysAddress { get; set; } = "";

    /// <summary>The accepted audiences (<c>aud</c>). At least one is required.</summary>
    public List<string> Audiences { get; } = [];

    /// <summary>The accepted subjects (<c>sub</c>); <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: empty; then <see cref="AuthorizedParties"/> decides.</value>
    public List<string> Subjects { get; } = [];

    /// <summary>The accepted applications (<c>azp</c>, or <c>appid</c> in Entra's older tokens).</summary>
    /// <value>Default: empty; then <see cref="Subjects"/> decides. If both are set, both must match.</value>
    public List<string> AuthorizedParties { get; } = [];

    /// <summary>A PEM file with the authorities that sign the issuer's certificate, instead of the machine's.</summary>
    /// <value>Default: none.</value>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>A file with the bearer token that the issuer requires for its own documents, as an API server does.</summary>
    /// <value>Default: none.</value>
    public string TokenFile { get; set; } = "";

    /// <summary>The names of the clusters whose events these senders may send; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: empty, all clusters.</value>
    public List<string> Clusters { get; } = [];
}
