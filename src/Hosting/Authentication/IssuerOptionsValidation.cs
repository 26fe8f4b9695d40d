using System.Security.Cryptography;
using Tagalong.Core.Credentials;

namespace Tagalong.Hosting.Authentication;

/// <summary>Validates an issuer.</summary>
internal static class IssuerOptionsValidation
{
    public static IEnumerable<string> Errors(string setting, IssuerOptions options)
    {
        if (options.Authority.Length == 0 && (options.Issuer.Length == 0 || options.KeysAddress.Length == 0))
        {
            yield return $"{setting} does not say where the issuer's keys are; set {setting}:Authority, or {setting}:Issuer and {setting}:KeysAddress.";
        }

        foreach (var (name, address) in new[] { ("Authority", options.Authority), ("KeysAddress", options.KeysAddress) })
        {
            if (address.Length > 0 && !IssuerDiscovery.IsProtected(address))
            {
                yield return $"{setting}:{name} is '{address}'; set an https:// address (http:// is allowed for this machine only).";
            }
        }

        if (options.Audiences.Count == 0)
        {
            yield return $"{setting}:Audiences is missing; set {setting}:Audiences:0 to the 'aud' claim of the tokens.";
        }

        if (options.Subjects.Count == 0 && options.AuthorizedParties.Count == 0)
        {
            yield return $"{setting} would admit everyone who gets a token from this issuer; set {setting}:Subjects:0 "
                + $"(system:serviceaccount:NAMESPACE:NAME, or * for everyone) or {setting}:AuthorizedParties:0.";
        }

        if (FileError(options.CertificateAuthority, static path => CertificateAuthorities.Load(path).Count > 0) is { } authority)
        {
            yield return $"{setting}:{nameof(options.CertificateAuthority)} cannot be used: {authority}";
        }

        if (FileError(options.TokenFile, static path => new FileInfo(path).Length > 0) is { } token)
        {
            yield return $"{setting}:{nameof(options.TokenFile)} cannot be used: {token}";
        }
    }

    private static string? FileError(string path, Func<string, bool> isUsable)
    {
        try
        {
            return path.Length == 0 || isUsable(path) ? null : $"{path} is empty.";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or FormatException)
        {
            return $"{error.Message.TrimEnd('.')}.";
        }
    }
}
