using System.Text.Encodings.Web;
using System.Text.Unicode;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>Writes HTML. It encodes every text and every attribute value; there is no way to write them raw.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public void Doctype() => output.Write("<!doctype html>\n");

    public void Text(string text) => output.Write(Encoder.Encode(Printable.Of(text)));

    /// <summary>Opens an element; disposing the result closes it. Names of elements and attributes are constants.</summary>
    public IDisposable Element(string name, params (string Name, string Value)[] attributes)
    {
        Void(name, attributes);
        return new OpenElement(output, name);
    }

    /// <summary>Opens a section with a heading; disposing the result closes it.</summary>
    public IDisposable Section(string title)
    {
        var section = Element("section");
        Line("h2", title);
        return section;
    }

    /// <summary>Writes an element that contains a text.</summary>
    public void Line(string name, string text, params (string Name, string Value)[] attributes)
    {
        using (Element(name, attributes))
        {
            Text(text);
        }
    }

    /// <summary>Writes an element without content and end tag.</summary>
    public void Void(string name, params (string Name, string Value)[] attributes)
    {
        output.Write($"<{name}");
        foreach (var (attribute, value) in attributes)
        {
            output.Write($" {attribute}=\"{Encoder.Encode(Printable.Of(value))}\"");
        }

        output.Write('>');
    }

    public HtmlTable<T> Table<T>(IEnumerable<T> rows) => new(this, rows);

    /// <param name="css">A constant: it is written as it is.</param>
    public void Style(string css) => output.Write($"<style>\n{css}\n</style>\n");

    private sealed class OpenElement(TextWriter output, string name) : IDisposable
    {
        public void Dispose() => output.Write($"</{name}>\n");
    }
}
