using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tagalong.DevCluster.Json;

/// <summary>How JSON is written: compact, with quotes, angle brackets and ampersands left readable.</summary>
internal static class JsonOptions
{
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };
}
