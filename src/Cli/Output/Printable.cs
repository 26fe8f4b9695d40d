using System.Text;

namespace Tagalong.Cli.Output;

/// <summary>Text of others on its way to a terminal.</summary>
internal static class Printable
{
    /// <summary>The text on one line and without what a terminal would obey: control characters are shown as <c>\u001b</c>.</summary>
    public static string Of(string text)
    {
        if (!text.Any(IsHarmful))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length + 8);
        foreach (var unit in text)
        {
            _ = IsHarmful(unit) ? safe.Append($"\\u{(int)unit:x4}") : safe.Append(unit);
        }

        return safe.ToString();
    }

    // Besides control characters: line separators, and what turns the direction of writing around.
    private static bool IsHarmful(char unit) =>
        char.IsControl(unit) || unit is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
