using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Tagalong.DevCluster.Security;

/// <summary>A certificate authority made for one server, and the server's certificate for the loopback names.</summary>
internal sealed class ServerCertificates : IDisposable
{
    private static readonly TimeSpan Validity = TimeSpan.FromDays(365);

    private ServerCertificates(string authorityPem, X509Certificate2 server) => (AuthorityPem, Server) = (authorityPem, server);

    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    public static ServerCertificates Create()
    {
        // The peers check these dates by their own clocks: one that is handed in may stand anywhere.
        var now = TimeProvider.System.GetUtcNow();
        var (from, until) = (now.AddHours(-1), now + Validity);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=tagalong-dev-ca", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        authorityRequest.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(authorityRequest.PublicKey, false));
        using var authority = authorityRequest.CreateSelfSigned(from, until);

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(LoopbackNames());
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        using var certificate = request.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        return new ServerCertificates(authority.ExportCertificatePem(), certificate.CopyWithPrivateKey(key));
    }

    public void Dispose() => Server.Dispose();

    private static X509Extension LoopbackNames()
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        return names.Build();
    }
}
