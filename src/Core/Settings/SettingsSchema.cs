using Microsoft.Extensions.Configuration;
using Tagalong.Core.Text;

namespace Tagalong.Core.Settings;

/// <summary>
/// All settings that the sections of a process may have. A settings file is shared by every verb, so each section is checked
/// whether this process reads it or not: a misspelt limit would be no limit, and nothing would show it.
/// </summary>
internal sealed class SettingsSchema(IEnumerable<KnownSettings> sections)
{
    private const string Root = "Tagalong";
    private const string AnyName = "*";

    /// <summary>Sections of hosts. A process without that host knows their names only and accepts all that they have.</summary>
    private static readonly string[] HostSections = ["Http", "Senders", "OutcomeEvents", "Telemetry", "Consume", "Queue", "AzureFunctions"];

    private readonly Dictionary<string, KnownSettings> _sections =
        sections.DistinctBy(static section => section.Path).ToDictionary(static section => section.Path, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the settings, one sentence each: unknown names, and values of a wrong type or out of range.</summary>
    public IEnumerable<string> Errors(IConfiguration configuration)
    {
        foreach (var section in configuration.GetChildren())
        {
            if (!IsNamed(section, Root) && Spelling.Closest(section.Key, [Root]) is not null && section.GetChildren().Any())
            {
                yield return $"{section.Key} is not a section; did you mean '{Root}'?";
            }
        }

        foreach (var error in Errors(configuration.GetSection(Root), Root))
        {
            yield return error;
        }
    }

    /// <summary>What is wrong with one section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="path">The path by which the schema knows it: <c>Tagalong:Clusters:*</c>.</param>
    public IEnumerable<string> Errors(IConfigurationSection section, string path)
    {
        var below = SectionsBelow(path);
        if (below.Contains(AnyName))
        {
            return section.GetChildren().SelectMany(member => Errors(member, $"{path}:{AnyName}"));
        }

        var settings = _sections.GetValueOrDefault(path)?.Settings ?? [];
        string[] known = [.. settings.Select(static setting => setting.Name).Union(below, StringComparer.OrdinalIgnoreCase)];
        var errors = section.GetChildren().SelectMany(member =>
            below.Contains(member.Key) ? Errors(member, $"{path}:{member.Key}")
            : settings.FirstOrDefault(setting => IsNamed(member, setting.Name)) is { } setting ? SettingValue.Errors(member, setting)
            : path == Root && HostSections.Any(host => IsNamed(member, host)) ? []
            : [Unknown(member, path == Root ? [.. known.Union(HostSections)] : known)]);
        return string.IsNullOrEmpty(section.Value)
            ? errors
            : errors.Prepend($"{section.Path} is a section and has no value; set {string.Join(", ", known.Select(name => $"{section.Path}:{name}"))}.");
    }

    private static bool IsNamed(IConfigurationSection section, string name) => section.Key.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Unknown(IConfigurationSection setting, IReadOnlyCollection<string> known) =>
        Spelling.Closest(setting.Key, known) is { } meant ? $"{setting.Path} is not a setting; did you mean '{meant}'?"
        : $"{setting.Path} is not a setting; choose from {string.Join(", ", known)}.";

    /// <summary>The names of the sections right below a path.</summary>
    private HashSet<string> SectionsBelow(string path) => _sections.Keys
        .Where(key => key.Length > path.Length && key[path.Length] == ':' && key.StartsWith(path, StringComparison.OrdinalIgnoreCase))
        .Select(key => key[(path.Length + 1)..].Split(':')[0])
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
