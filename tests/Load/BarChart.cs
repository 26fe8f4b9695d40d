using System.Globalization;
using System.Net;
using System.Text;

namespace Tagalong.Load;

/// <summary>A bar chart as SVG.</summary>
internal static class BarChart
{
    private const int Left = 300;
    private const int Longest = 340;
    private const int Height = 30;
    private const int Top = 44;

    public static string Draw(string title, IReadOnlyList<(string Name, double Value)> bars)
    {
        var most = bars.Max(static bar => bar.Value);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Left + Longest + 90}\" height=\"{Top + (bars.Count * Height)}\" font-family=\"sans-serif\" font-size=\"14\">\n");
        svg.Append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"10\" y=\"24\" font-weight=\"bold\">{WebUtility.HtmlEncode(title)}</text>\n");
        for (var index = 0; index < bars.Count; index++)
        {
            var (name, value) = bars[index];
            var (y, length) = (Top + (index * Height), value / most * Longest);
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 8}\" y=\"{y + 15}\" text-anchor=\"end\">{WebUtility.HtmlEncode(name)}</text>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Left}\" y=\"{y}\" width=\"{length:0.0}\" height=\"{Height - 9}\" fill=\"#2f6f9f\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left + length + 6:0.0}\" y=\"{y + 15}\">{value:#,0.##}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }
}
