using System.Globalization;

namespace Tagalong.Cli.Reporting;

/// <summary>A bar of coloured parts. What it shows stands in words beside it, and in its label for those who cannot see it.</summary>
internal static class CoverageBar
{
    /// <summary>Draws it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="parts">The parts: the name of a class of the style sheet, a word for it, and how many.</param>
    public static void Draw(HtmlWriter html, params (string Class, string Word, long Count)[] parts)
    {
        var total = parts.Sum(static part => part.Count);
        var label = string.Join(", ", parts.Where(static part => part.Count > 0).Select(part => $"{Figures.Number(part.Count)} {part.Word}"));
        using (html.Element(
            "svg", ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", label.Length == 0 ? "nothing" : label)))
        {
            long before = 0;
            foreach (var (name, _, count) in parts.Where(static part => part.Count > 0))
            {
                // Ends are rounded and not widths, so that no gap is left; and however few they are, they are seen.
                var (start, end) = (before * 1000.0 / total, (before + count) * 1000.0 / total);
                html.Line("rect", "", ("class", name), ("x", Round(start)), ("y", "0"), ("height", "10"), ("width", Round(Math.Max(end - start, 4))));
                before += count;
            }
        }
    }

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
