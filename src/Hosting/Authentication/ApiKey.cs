using System.Security.Cryptography;
using System.Text;

namespace Tagalong.Hosting.Authentication;

/// <summary>An API key, as its hash: the duration of a comparison says nothing about the key.</summary>
internal readonly struct ApiKey(string text)
{
    /// <summary>128 bits in hexadecimal.</summary>
    public const int ShortestLength = 32;

    public const int LongestLength = 1024;

    private readonly byte[] _hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));

    public static bool HasValidLength(string text) => text.Length is >= ShortestLength and <= LongestLength;

    public bool IsSameAs(ApiKey other) => CryptographicOperations.FixedTimeEquals(_hash, other._hash);
}
