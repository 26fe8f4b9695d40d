using System.Text;

namespace Tagalong.Cli.Output;

/// <summary>Makes text from clusters and files safe for a terminal.</summary>
internal static class Printable
{
    /// <summary>The text on one line, with control characters escaped as <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsUnsafe))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (var unit in text)
        {
            _ = IsUnsafe(unit) ? safe.Append($"\\u{(int)unit:x4}") : safe.Append(unit);
        }

        return safe.ToString();
    }

    // Control characters, line separators and bidirectional overrides.
    private static bool IsUnsafe(char unit) =>
        char.IsControl(unit) || unit is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
