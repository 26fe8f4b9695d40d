namespace Tagalong.Core.Objects;

/// <summary>
/// A glob over label keys, and over other names: <c>*</c> stands for any run of characters, <c>/</c> and the empty run
/// included; everything else stands for itself. Case counts.
/// </summary>
public sealed record Glob
{
    private readonly string[] _parts;

    /// <summary>Makes a pattern from its text.</summary>
    public Glob(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        Text = text;
        IsCatchAll = text.AsSpan().IndexOfAnyExcept('*') < 0;
        _parts = text.Split('*');
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern is nothing but <c>*</c>, so that it says nothing about any key in particular.</summary>
    public bool IsCatchAll { get; }

    /// <summary>Whether a key fits the pattern as a whole.</summary>
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
    public bool Equals(Glob? other) => other is not null && other.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
