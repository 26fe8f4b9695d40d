using System.Collections.ObjectModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>The extensions that a Knative SinkBinding wants on every event, from <c>K_CE_OVERRIDES</c>: <c>{"extensions":{"cluster":"prod"}}</c>.</summary>
public static partial class CloudEventOverrides
{
    private const string Variable = "K_CE_OVERRIDES";

    private static readonly ReadOnlyDictionary<string, string> None = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Reads the extensions; if there is an error, there are none.</summary>
    public static (IReadOnlyDictionary<string, string> Extensions, string? Error) Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        if (configuration[Variable] is not { Length: > 0 } text)
        {
            return (None, null);
        }

        try
        {
            var extensions = (JsonSerializer.Deserialize(text, OverridesJson.Default.Overrides) ?? throw new JsonException()).Extensions ?? [];
            return extensions.Keys.FirstOrDefault(static name => !IsName(name)) is { } wrong
                ? (None, $"{Variable} has the extension '{wrong}'; the name of a CloudEvents extension has lower-case letters and digits only.")
                : (extensions.ToDictionary(static extension => extension.Key, static extension => extension.Value ?? ""), null);
        }
        catch (JsonException)
        {
            return (None, Variable + """ cannot be read; set it to JSON such as {"extensions":{"cluster":"prod-eu-1"}}.""");
        }
    }

    private static bool IsName(string name) =>
        name.Length > 0 && name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));

    internal sealed record Overrides(Dictionary<string, string?>? Extensions);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Overrides))]
    internal sealed partial class OverridesJson : JsonSerializerContext;
}
