using System.Text.Json;

namespace Tagalong.Hosting.CloudEvents;

/// <summary>The extensions that a Knative SinkBinding wants on every event, from <c>K_CE_OVERRIDES</c>: <c>{"extensions":{"cluster":"prod"}}</c>.</summary>
internal static class CloudEventOverrides
{
    private const string Variable = "K_CE_OVERRIDES";

    private static readonly Dictionary<string, string> None = [];

    /// <summary>Reads them; in case of a fault there are none.</summary>
    public static (IReadOnlyDictionary<string, string> Extensions, string? Fault) Read(IConfiguration configuration)
    {
        var extensions = new Dictionary<string, string>(StringComparer.Ordinal);
        if (configuration[Variable] is not { Length: > 0 } text)
        {
            return (extensions, null);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement.TryGetProperty("extensions", out var given) && given.ValueKind != JsonValueKind.Null)
            {
                foreach (var extension in given.EnumerateObject())
                {
                    if (extension.Name.Length == 0 || !extension.Name.All(static letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)))
                    {
                        return (None, $"{Variable} has the extension '{extension.Name}'; a CloudEvents extension has a name of lower-case letters and digits.");
                    }

                    extensions[extension.Name] = extension.Value.GetString() ?? "";
                }
            }

            return (extensions, null);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (None, Variable + """ cannot be read; it has to look like {"extensions":{"cluster":"prod-eu-1"}}.""");
        }
    }
}
