using Microsoft.IdentityModel.Tokens;

namespace Tagalong.Hosting.Authentication;

/// <summary>An issuer's name and keys, as they were at one time.</summary>
/// <param name="Issuer">What its tokens say as their issuer.</param>
/// <param name="Keys">The public keys by which its signatures are checked.</param>
internal sealed record KeySet(string Issuer, IReadOnlyList<SecurityKey> Keys)
{
    /// <summary>The keys by which a token may be signed.</summary>
    /// <param name="keyId">The key that the token names (<c>kid</c>); where it names none it may be any.</param>
    public IReadOnlyList<SecurityKey> For(string? keyId) => string.IsNullOrEmpty(keyId)
        ? Keys
        : [.. Keys.Where(key => string.IsNullOrEmpty(key.KeyId) || key.KeyId == keyId)];
}
