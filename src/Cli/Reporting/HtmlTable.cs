namespace Tagalong.Cli.Reporting;

/// <summary>The frame of a table: a caption for those who listen, and heads that say what stands below them.</summary>
internal static class HtmlTable
{
    /// <summary>Writes it.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="caption">What the table tells.</param>
    /// <param name="heads">The columns; a head that starts with <c>#</c> is one of numbers.</param>
    /// <param name="rows">What stands in it.</param>
    /// <param name="row">Writes the cells of a row.</param>
    public static void Write<T>(HtmlWriter html, string caption, string[] heads, IEnumerable<T> rows, Action<T> row)
    {
        using (html.Element("div", ("class", "scroll")))
        using (html.Element("table"))
        {
            html.Line("caption", caption);
            using (html.Element("thead"))
            using (html.Element("tr"))
            {
                foreach (var head in heads)
                {
                    html.Line("th", head.TrimStart('#'), ("scope", "col"), ("class", head.StartsWith('#') ? "n" : ""));
                }
            }

            using (html.Element("tbody"))
            {
                foreach (var item in rows)
                {
                    using (html.Element("tr"))
                    {
                        row(item);
                    }
                }
            }
        }
    }

    /// <summary>Writes a cell that names the row.</summary>
    public static void Name(HtmlWriter html, string text) => html.Line("th", text, ("scope", "row"));

    /// <summary>Writes a cell of a number.</summary>
    public static void Number(HtmlWriter html, long number) => html.Line("td", Figures.Number(number), ("class", "n"));
}
