using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tagalong.Core.Objects;

namespace Tagalong.Core.ApiServer;

/// <summary>The API server's JSON outside of objects and lists, of which only these members are read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = JsonText.MaxDepth)]
[JsonSerializable(typeof(StatusReader.StatusBody))]
[JsonSerializable(typeof(ListMetadata))]
[JsonSerializable(typeof(WatchLine.Bookmark))]
[JsonSerializable(typeof(WatchLine.ErrorStatus))]
[JsonSerializable(typeof(ResourceList.Body))]
internal sealed partial class ApiServerJson : JsonSerializerContext
{
    /// <summary>Reads the value that a text starts with; null for JSON's null.</summary>
    /// <exception cref="Exception">The text is not JSON of that type; see <see cref="JsonText.IsFault"/>.</exception>
    public static T? Read<T>(ReadOnlySpan<byte> text, JsonTypeInfo<T> type)
    {
        var reader = JsonText.Reader(text);
        return JsonSerializer.Deserialize(ref reader, type);
    }
}
