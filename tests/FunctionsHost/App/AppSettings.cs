using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tagalong.FunctionsHost.App;

/// <summary>The app settings: environment variables of the worker, and the values of <c>%NAME%</c> in bindings.</summary>
internal sealed partial class AppSettings(IEnumerable<KeyValuePair<string, string>> settings)
{
    public ImmutableDictionary<string, string> Values { get; } = settings.ToImmutableDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <c>AzureWebJobs.NAME.Disabled</c> is <c>true</c> or <c>1</c>. Linux writes the dots as underscores.</summary>
    public bool IsDisabled(string function) =>
        ((string[])[$"AzureWebJobs.{function}.Disabled", $"AzureWebJobs_{function}_Disabled"])
        .Any(name => Values.TryGetValue(name, out var value) && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase)));

    /// <summary>Replaces each <c>%NAME%</c> by the setting's value.</summary>
    /// <exception cref="FunctionsHostException">A setting is missing.</exception>
    public string Resolve(string expression) => Names().Replace(expression, match =>
        Values.TryGetValue(match.Groups[1].Value, out var value) ? value : throw new FunctionsHostException($"'{match.Value}' does not resolve to a value."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Names();
}
