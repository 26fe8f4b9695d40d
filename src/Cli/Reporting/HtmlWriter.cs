using System.Text.Encodings.Web;
using System.Text.Unicode;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Reporting;

/// <summary>Writes HTML in which every text and every attribute is encoded: there is no way to write either as it is.</summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The document's type.</summary>
    public void Doctype() => output.Write("<!doctype html>\n");

    /// <summary>Writes a text.</summary>
    public void Text(string text) => output.Write(Encoder.Encode(Printable.Of(text)));

    /// <summary>Opens an element, which closes when what is returned is disposed.</summary>
    /// <param name="name">Its name: a constant.</param>
    /// <param name="attributes">Its attributes, whose names are constants.</param>
    public IDisposable Element(string name, params (string Name, string Value)[] attributes)
    {
        Open(name, attributes);
        return new Opened(output, name);
    }

    /// <summary>Writes an element that holds a text.</summary>
    public void Line(string name, string text, params (string Name, string Value)[] attributes)
    {
        using (Element(name, attributes))
        {
            Text(text);
        }
    }

    /// <summary>Writes an element that holds nothing and is not closed.</summary>
    public void Void(string name, params (string Name, string Value)[] attributes) => Open(name, attributes);

    /// <summary>Writes the style sheet.</summary>
    /// <param name="constant">A constant: it is written as it is.</param>
    public void Style(string constant) => output.Write($"<style>\n{constant}\n</style>\n");

    private void Open(string name, (string Name, string Value)[] attributes)
    {
        output.Write($"<{name}");
        foreach (var (attribute, value) in attributes)
        {
            output.Write($" {attribute}=\"{Encoder.Encode(Printable.Of(value))}\"");
        }

        output.Write('>');
    }

    private sealed class Opened(TextWriter output, string name) : IDisposable
    {
        public void Dispose() => output.Write($"</{name}>\n");
    }
}
