using System.Buffers;

namespace Tagalong.Core.Objects;

/// <summary>
/// The syntax of labels in Kubernetes. Source: <c>k8s.io/apimachinery/pkg/util/validation</c>, IsQualifiedName and
/// IsValidLabelValue.
/// </summary>
public static class LabelSyntax
{
    /// <summary>The longest key with a prefix, in characters.</summary>
    internal const int MaxKeyLength = MaxPrefixLength + 1 + MaxNameLength;

    private const int MaxNameLength = 63;
    private const int MaxPrefixLength = 253;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    /// <summary>The characters of a pattern for keys: those of a key, and <c>*</c>.</summary>
    internal static readonly SearchValues<char> PatternCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./*");

    private static readonly SearchValues<char> SubdomainCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>What is wrong with a key, as a clause with the key as its subject; null if it is valid.</summary>
    public static string? KeyError(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/');
        if (slash >= 0)
        {
            if (PrefixError(key.AsSpan(0, slash)) is { } error)
            {
                return error;
            }

            if (key.IndexOf('/', slash + 1) >= 0)
            {
                return "has more than one '/'";
            }
        }

        var name = key.AsSpan(slash + 1);
        return name.IsEmpty ? "has no name" : NameError(name, "name");
    }

    /// <summary>What is wrong with a value, as a clause with the value as its subject; null if it is valid.</summary>
    internal static string? ValueError(string value) => value.Length == 0 ? null : NameError(value, "value");

    private static string? NameError(ReadOnlySpan<char> text, string what)
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

    private static string? PrefixError(ReadOnlySpan<char> prefix)
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
