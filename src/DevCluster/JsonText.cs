using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tagalong.DevCluster;

/// <summary>How JSON is written here: compact, and with quotes, angle brackets and ampersands left readable.</summary>
internal static class JsonText
{
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions WritingIndented = Writing with { Indented = true };

    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
