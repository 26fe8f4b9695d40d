using System.Security.Cryptography.X509Certificates;
using System.Text;
using Tagalong.Testing;

namespace Tagalong.Cli.Tests.KubectlParity;

/// <summary>What the placeholders in the cases stand for, <c>@NAME@</c>: certificates that were created for this run.</summary>
/// <remarks>
/// Each certificate has three forms: PEM in Base64; with the suffix <c>_PEM</c>, PEM; and with <c>_JSON</c>, PEM in a JSON string.
/// </remarks>
internal sealed class Placeholders
{
    private readonly List<(string Name, string Value)> _values = [];

    public Placeholders()
    {
        var authority = Certificates.Authority("authority");
        var other = Certificates.Authority("other authority");
        var intermediate = Certificates.Authority("intermediate", authority);
        var client = Certificates.Signed(authority, "admin");
        var chained = Certificates.Signed(intermediate, "chained");
        Server = Certificates.Signed(
            authority, "kube-apiserver", "localhost", "::1", "224.0.0.1", Environment.MachineName, "kube.example.test", "behind.example.test");
        Add("CA", authority.ExportCertificatePem());
        Add("OTHER_CA", other.ExportCertificatePem());
        Add("OTHER_THEN_CA", $"# The old one.\n{other.ExportCertificatePem()}\n# The new one.\n{authority.ExportCertificatePem()}\n");
        Add("CLIENT_CERT", client.ExportCertificatePem());
        Add("CLIENT_KEY", client.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        Add("CLIENT_PKCS8_KEY", client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Add("CHAINED_CERT", $"{chained.ExportCertificatePem()}\n{intermediate.ExportCertificatePem()}\n");
        Add("CHAINED_KEY", chained.GetECDsaPrivateKey()!.ExportECPrivateKeyPem());
        _values.Add(("@HOSTNAME@", Environment.MachineName));
    }

    public X509Certificate2 Server { get; }

    /// <summary>Fills in all placeholders, of the certificates and of one run.</summary>
    public string Fill(string text, IEnumerable<(string Name, string Value)> ofRun) =>
        _values.Concat(ofRun).Aggregate(text, static (filled, pair) => filled.Replace(pair.Name, pair.Value, StringComparison.Ordinal));

    /// <summary>Puts the placeholders back. The certificates come first, as they are long enough to contain anything.</summary>
    public string Hide(string text, IEnumerable<(string Name, string Value)> ofRun) =>
        _values.Concat(ofRun).Aggregate(text, static (hidden, pair) => hidden.Replace(pair.Value, pair.Name, StringComparison.Ordinal));

    private void Add(string name, string pem) => _values.AddRange(
    [
        ($"@{name}@", Convert.ToBase64String(Encoding.ASCII.GetBytes(pem))),
        ($"@{name}_PEM@", pem),
        ($"@{name}_JSON@", pem.ReplaceLineEndings("\\n")),
    ]);
}
