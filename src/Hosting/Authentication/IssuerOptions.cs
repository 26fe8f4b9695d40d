namespace Tagalong.Hosting.Authentication;

/// <summary>An issuer of tokens, and whom of those that it knows to let in. Section <c>Tagalong:Senders:Issuers:NAME</c>.</summary>
public sealed class IssuerOptions
{
    /// <summary>
    /// The address below which the issuer has its <c>.well-known/openid-configuration</c>: https, or http on this machine.
    /// </summary>
    /// <value>Default: none; then <see cref="Issuer"/> and <see cref="KeysAddress"/> have to be set.</value>
    public string Authority { get; set; } = "";

    /// <summary>What a token has to say as its issuer (<c>iss</c>).</summary>
    /// <value>Default: none; then what the issuer's own configuration says.</value>
    public string Issuer { get; set; } = "";

    /// <summary>The address of the issuer's keys, a JSON Web Key Set: https, or http on this machine.</summary>
    /// <value>Default: none; then what the issuer's own configuration says.</value>
    public string KeysAddress { get; set; } = "";

    /// <summary>For whom a token has to be meant (<c>aud</c>): one of these. At least one is needed.</summary>
    public List<string> Audiences { get; } = [];

    /// <summary>Whose tokens are taken (<c>sub</c>): one that fits one of these; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: none given, then it is for <see cref="AuthorizedParties"/> to say.</value>
    public List<string> Subjects { get; } = [];

    /// <summary>Which application has to have got the token (<c>azp</c>, or <c>appid</c> in Entra's older tokens): one of these.</summary>
    /// <value>Default: none given, then it is for <see cref="Subjects"/> to say. Where both are given, both have to fit.</value>
    public List<string> AuthorizedParties { get; } = [];

    /// <summary>A PEM file with the authorities of the issuer's certificate; the machine's own are not asked then.</summary>
    /// <value>Default: none; then the machine's own.</value>
    public string CertificateAuthority { get; set; } = "";

    /// <summary>A file with the bearer token that the issuer itself wants to see, as an API server does.</summary>
    /// <value>Default: none.</value>
    public string TokenFile { get; set; } = "";

    /// <summary>The names of the clusters whose events these senders may send; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: none given, which stands for all of them.</value>
    public List<string> Clusters { get; } = [];
}
