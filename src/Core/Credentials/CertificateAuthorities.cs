using System.Security.Cryptography.X509Certificates;

namespace Tagalong.Core.Credentials;

/// <summary>Reads the certificates of the authorities that a server's certificate may be signed by.</summary>
public static class CertificateAuthorities
{
    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not read the file.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate in it is malformed.</exception>
    /// <exception cref="FormatException">It holds no certificate.</exception>
    public static X509Certificate2Collection Load(string path) => Parse(File.ReadAllText(path), path);

    /// <summary>The certificates of a PEM text.</summary>
    /// <param name="pem">The text.</param>
    /// <param name="name">What to call the text in an error.</param>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate in it is malformed.</exception>
    /// <exception cref="FormatException">It holds no certificate.</exception>
    public static X509Certificate2Collection Parse(string pem, string name)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPem(pem);
        return authorities.Count > 0 ? authorities : throw new FormatException($"{name} holds no certificate in PEM");
    }
}
