using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Azure;

/// <summary>The JSON of Azure's Resource Manager, of which only these members are read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, GenerationMode = JsonSourceGenerationMode.Metadata, MaxDepth = JsonText.MaxDepth)]
[JsonSerializable(typeof(ArmErrorBody))]
[JsonSerializable(typeof(ArmResourcePage))]
[JsonSerializable(typeof(AksCredentialResults))]
internal sealed partial class AzureJson : JsonSerializerContext
{
    /// <summary>Reads a response's body; null where it is not JSON of that type.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(body, type);
        }
        catch (Exception exception) when (JsonText.IsFault(exception))
        {
            return null;
        }
    }
}
