using System.Globalization;
using System.Text;

namespace Tagalong.Core.Text;

/// <summary>Makes text that a sender, a server or a file chose fit for logs, metrics and messages.</summary>
public static class UntrustedText
{
    /// <summary>Shortens a text to at most <paramref name="maxLength"/> characters, of which the last is then <c>…</c>; never inside a surrogate pair.</summary>
    public static string Truncate(string text, int maxLength)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        if (text.Length <= maxLength)
        {
            return text;
        }

        var length = maxLength - 1;
        return $"{text.AsSpan(0, length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)}…";
    }

    /// <summary>
    /// Replaces each control or format character, line separator and unpaired surrogate by U+FFFD: the text then stays on its
    /// line, is shown as it is, and is no longer than before.
    /// </summary>
    public static string Sanitize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var sanitized = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            sanitized.Append(IsShown(rune) ? rune : Rune.ReplacementChar);
        }

        return sanitized.ToString();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
