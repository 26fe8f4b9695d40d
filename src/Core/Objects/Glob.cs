namespace Tagalong.Core.Objects;

/// <summary>
/// A pattern for label keys and other names, case-sensitive: <c>*</c> matches any number of characters, including none and
/// <c>/</c>; every other character matches itself.
/// </summary>
public sealed class Glob
{
    private readonly string[] _parts;

    /// <summary>Creates a pattern from its text, which must not be empty.</summary>
    public Glob(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Text = text;
        IsCatchAll = text.AsSpan().IndexOfAnyExcept('*') < 0;
        _parts = text.Split('*');
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern consists of <c>*</c> only, so that it names no key in particular.</summary>
    internal bool IsCatchAll { get; }

    /// <summary>Whether the whole key matches.</summary>
    public bool Matches(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (_parts.Length == 1)
        {
            return key == Text;
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (key.Length < first.Length + last.Length
            || !key.StartsWith(first, StringComparison.Ordinal)
            || !key.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var rest = key.AsSpan(first.Length, key.Length - first.Length - last.Length);
        foreach (var part in _parts.AsSpan(1, _parts.Length - 2))
        {
            var at = rest.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + part.Length)..];
        }

        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
