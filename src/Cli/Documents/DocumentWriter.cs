using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Documents;

/// <summary>Writes a result for programs: one document, as JSON or as YAML.</summary>
internal static class DocumentWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="output">The destination.</param>
    /// <param name="format">JSON or YAML.</param>
    /// <param name="document">The document.</param>
    /// <param name="type">Its metadata, a property of <see cref="DocumentContext.Default"/>.</param>
    public static void Write<T>(TextWriter output, OutputFormat format, T document, JsonTypeInfo<T> type) =>
        Write(output, format, json => JsonSerializer.Serialize(json, document, type));

    /// <inheritdoc cref="Write{T}"/>
    /// <param name="output">The destination.</param>
    /// <param name="format">JSON or YAML.</param>
    /// <param name="write">Writes the document as one JSON value.</param>
    public static void Write(TextWriter output, OutputFormat format, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }

        var written = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
        if (format == OutputFormat.Yaml)
        {
            using var document = JsonDocument.Parse(written);
            YamlWriter.Write(output, document.RootElement);
        }
        else
        {
            output.WriteLine(Encoding.UTF8.GetString(written.Span));
        }

        output.Flush();
    }
}
