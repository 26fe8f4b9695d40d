using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.Credentials;

/// <summary>A client's certificate, which may have its intermediate certificates after it, and its key.</summary>
internal sealed record ClientCertificate(PemSource Certificate, PemSource Key)
{
    /// <summary>Reads both, for TLS.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read a file.</exception>
    /// <exception cref="ArgumentException">One of them is missing in its text.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is not a certificate, or the key does not belong to it.</exception>
    public SslStreamCertificateContext Read()
    {
        var pem = Certificate.Read();
        var chain = new X509Certificate2Collection();
        chain.ImportFromPem(pem);
        var own = X509Certificate2.CreateFromPem(pem, Key.Read());
        if (!OperatingSystem.IsWindows())
        {
            return SslStreamCertificateContext.Create(own, chain, offline: true);
        }

        // On Windows, TLS needs a key that the system persists.
        using (own)
        {
            return SslStreamCertificateContext.Create(X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), password: null), chain, offline: true);
        }
    }
}
