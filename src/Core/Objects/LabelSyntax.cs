using System.Buffers;

namespace Tagalong.Core.Objects;

/// <summary>
/// What Kubernetes accepts as a label. Source: <c>k8s.io/apimachinery/pkg/util/validation</c>, IsQualifiedName and
/// IsValidLabelValue.
/// </summary>
public static class LabelSyntax
{
    /// <summary>The longest name and the longest value, in characters.</summary>
    public const int MaxNameLength = 63;

    /// <summary>The longest prefix (a DNS subdomain), in characters.</summary>
    public const int MaxPrefixLength = 253;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>What a glob over keys may hold: what a key may, and <c>*</c>.</summary>
    internal static readonly SearchValues<char> PatternCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./*");

    private static readonly SearchValues<char> SubdomainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>What is wrong with a key, as a clause that follows the key, or null if it is valid.</summary>
    public static string? KeyError(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/');
        if (slash >= 0)
        {
            if (PrefixFault(key.AsSpan(0, slash)) is { } fault)
            {
                return fault;
            }

            if (key.IndexOf('/', slash + 1) >= 0)
            {
                return "has more than one '/'";
            }
        }

        var name = key.AsSpan(slash + 1);
        return name.IsEmpty ? "has no name" : NameFault(name, "name");
    }

    /// <summary>What is wrong with a value, as a clause that follows the value, or null if it is valid.</summary>
    public static string? ValueError(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Length == 0 ? null : NameFault(value, "value");
    }

    private static string? NameFault(ReadOnlySpan<char> text, string what)
    {
        if (text.Length > MaxNameLength)
        {
            return $"has a {what} of {text.Length} characters, {MaxNameLength} are allowed";
        }

        if (text.ContainsAnyExcept(NameCharacters))
        {
            return $"has a character in its {what} other than letters, digits, '-', '_' and '.'";
        }

        return char.IsAsciiLetterOrDigit(text[0]) && char.IsAsciiLetterOrDigit(text[^1])
            ? null
            : $"has a {what} that does not start and end with a letter or digit";
    }

    private static string? PrefixFault(ReadOnlySpan<char> prefix)
    {
        if (prefix.IsEmpty)
        {
            return "has an empty prefix";
        }

        if (prefix.Length > MaxPrefixLength)
        {
            return $"has a prefix of {prefix.Length} characters, {MaxPrefixLength} are allowed";
        }

        if (prefix.ContainsAnyExcept(SubdomainCharacters))
        {
            return "has a character in its prefix other than lower-case letters, digits, '-' and '.'";
        }

        foreach (var part in prefix.Split('.'))
        {
            var label = prefix[part];
            if (label.IsEmpty || label[0] == '-' || label[^1] == '-')
            {
                return "has a prefix that is not a DNS subdomain";
            }
        }

        return null;
    }
}
