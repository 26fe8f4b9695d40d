using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tagalong.Cli.Output;

/// <summary>A result for programs: one shape, written as JSON or as YAML.</summary>
internal static class Document
{
    private static readonly JsonWriterOptions Writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="format">The encoding: not <see cref="OutputFormat.Text"/>.</param>
    /// <param name="write">Writes the document, as one JSON value.</param>
    public static void Write(TextWriter output, OutputFormat format, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Writing))
        {
            write(json);
        }

        switch (format)
        {
            case OutputFormat.Json:
                output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length));
                break;
            case OutputFormat.Yaml:
                using (var document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length)))
                {
                    YamlWriter.Write(output, document.RootElement);
                }

                break;
            case OutputFormat.Text:
                throw new ArgumentOutOfRangeException(nameof(format), format, "People get no document.");
        }

        output.Flush();
    }
}
