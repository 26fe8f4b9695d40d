using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>Builds a table column by column, with the caption, headers and scopes that screen readers need.</summary>
internal sealed class HtmlTable<T>(HtmlWriter html, IEnumerable<T> rows)
{
    private readonly List<(string Head, string Class, Action<T> Write)> _columns = [];

    /// <summary>Adds a column of any content; <paramref name="write"/> writes the cell with its <c>td</c>.</summary>
    public HtmlTable<T> Cell(string head, Action<T> write, string headClass = "")
    {
        _columns.Add((head, headClass, write));
        return this;
    }

    /// <summary>Adds the column that names the row.</summary>
    public HtmlTable<T> Name(string head, Func<T, string> text) => Cell(head, row => html.Line("th", text(row), ("scope", "row")));

    /// <summary>Adds a column of code in <c>td</c>, or in <c>th</c> if it names the row.</summary>
    public HtmlTable<T> Code(string head, Func<T, string> text, bool isName = false) => Cell(head, row =>
    {
        using (isName ? html.Element("th", ("scope", "row")) : html.Element("td"))
        {
            html.Line("code", text(row));
        }
    });

    public HtmlTable<T> Text(string head, Func<T, string> text) => Cell(head, row => html.Line("td", text(row)));

    public HtmlTable<T> Text(string head, Func<T, string> text, Func<T, string> cssClass) => Cell(head, row => html.Line("td", text(row), ("class", cssClass(row))));

    /// <summary>Adds a right-aligned column.</summary>
    public HtmlTable<T> Number(string head, Func<T, string> text) => Cell(head, row => html.Line("td", text(row), ("class", "n")), "n");

    public HtmlTable<T> Number(string head, Func<T, long> number) => Number(head, row => Numbers.Of(number(row)));

    /// <summary>Adds a column of bars.</summary>
    public HtmlTable<T> Bar(Func<T, (string Class, string Word, long Count)[]> parts) => Cell("", row =>
    {
        using (html.Element("td", ("class", "bar")))
        {
            CoverageBar.Draw(html, parts(row));
        }
    });

    /// <summary>Writes the table. The caption says if only <paramref name="shown"/> of <paramref name="count"/> rows are shown.</summary>
    public void Write(string caption, long shown = 0, long count = 0)
    {
        using (html.Element("div", ("class", "scroll")))
        using (html.Element("table"))
        {
            html.Line("caption", shown == count ? caption : $"{caption}; {shown} of {Numbers.Of(count)} are shown");
            using (html.Element("thead"))
            using (html.Element("tr"))
            {
                foreach (var (head, headClass, _) in _columns)
                {
                    html.Line("th", head, ("scope", "col"), ("class", headClass));
                }
            }

            using (html.Element("tbody"))
            {
                foreach (var row in rows)
                {
                    using (html.Element("tr"))
                    {
                        _columns.ForEach(column => column.Write(row));
                    }
                }
            }
        }
    }
}
