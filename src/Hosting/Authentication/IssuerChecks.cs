using System.Security.Cryptography;

namespace Tagalong.Hosting.Authentication;

/// <summary>Finds what is wrong with an issuer.</summary>
internal static class IssuerChecks
{
    public static IEnumerable<string> FaultsOf(string setting, IssuerOptions options)
    {
        if (options.Authority.Length == 0 && (options.Issuer.Length == 0 || options.KeysAddress.Length == 0))
        {
            yield return $"{setting} says nowhere where the issuer's keys are; set {setting}:Authority, or {setting}:Issuer and {setting}:KeysAddress.";
        }

        foreach (var (name, address) in new[] { (nameof(IssuerOptions.Authority), options.Authority), (nameof(IssuerOptions.KeysAddress), options.KeysAddress) })
        {
            if (address.Length > 0 && !IssuerClient.IsProtected(address))
            {
                yield return $"{setting}:{name} is '{address}'; write an address that begins with https:// (http:// on this machine alone).";
            }
        }

        if (options.Audiences.Count == 0)
        {
            yield return $"{setting}:Audiences is missing; set {setting}:Audiences:0 to what the tokens have as 'aud'.";
        }

        if (options.Subjects.Count == 0 && options.AuthorizedParties.Count == 0)
        {
            yield return $"{setting} would let in everybody who gets a token of this issuer; set {setting}:Subjects:0 "
                + $"(system:serviceaccount:NAMESPACE:NAME, * for anybody) or {setting}:AuthorizedParties:0.";
        }

        foreach (var fault in new[] { CertificateFault(options.CertificateAuthority), TokenFault(options.TokenFile) })
        {
            if (fault is { } found)
            {
                yield return $"{setting}:{found.Name} names a file that cannot be used: {found.Message}";
            }
        }
    }

    private static (string Name, string Message)? CertificateFault(string path)
    {
        try
        {
            return path.Length == 0 || IssuerClient.AuthoritiesIn(path).Count > 0
                ? null
                : (nameof(IssuerOptions.CertificateAuthority), $"{path} has no certificate in PEM.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return (nameof(IssuerOptions.CertificateAuthority), fault.Message);
        }
    }

    private static (string Name, string Message)? TokenFault(string path)
    {
        try
        {
            return path.Length == 0 || new FileInfo(path).Length > 0 ? null : (nameof(IssuerOptions.TokenFile), $"{path} is empty.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (nameof(IssuerOptions.TokenFile), fault.Message);
        }
    }
}
