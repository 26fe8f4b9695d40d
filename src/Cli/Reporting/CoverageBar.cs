using System.Globalization;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>A bar of coloured parts, with a text alternative.</summary>
internal static class CoverageBar
{
    public static void Draw(HtmlWriter html, params (string Class, string Word, long Count)[] parts)
    {
        var total = parts.Sum(static part => part.Count);
        var label = string.Join(", ", parts.Where(static part => part.Count > 0).Select(static part => $"{Numbers.Of(part.Count)} {part.Word}"));
        using (html.Element(
            "svg", ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", label.Length == 0 ? "nothing" : label)))
        {
            long before = 0;
            foreach (var (name, _, count) in parts.Where(static part => part.Count > 0))
            {
                // Rounding the ends instead of the widths leaves no gaps; the minimal width keeps small parts visible.
                var (start, end) = (before * 1000.0 / total, (before + count) * 1000.0 / total);
                html.Line("rect", "", ("class", name), ("x", Round(start)), ("y", "0"), ("height", "10"), ("width", Round(Math.Max(end - start, 4))));
                before += count;
            }
        }
    }

    private static string Round(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
