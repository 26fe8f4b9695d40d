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

    public static void Write<T>(TextWriter output, OutputFormat format, T document, JsonTypeInfo<T> type) =>
        Write(output, format, json => JsonSerializer.Serialize(json, document, type));

    /// <summary>Writes the one JSON value that <paramref name="write"/> writes, as JSON or YAML.</summary>
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
