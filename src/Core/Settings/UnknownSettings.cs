using Microsoft.Extensions.Configuration;
using Tagalong.Core.Text;

namespace Tagalong.Core.Settings;

/// <summary>Finds settings that nothing reads.</summary>
public static class UnknownSettings
{
    /// <summary>What is wrong, a sentence each.</summary>
    /// <param name="section">The section.</param>
    /// <param name="known">The settings and sections that it may have.</param>
    public static IEnumerable<string> In(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(section);
        return section.GetChildren().Where(member => !known.Contains(member.Key, StringComparer.OrdinalIgnoreCase)).Select(member =>
            Spelling.Closest(member.Key, known) is { } meant
                ? $"{member.Path} is no setting; did you mean '{meant}'?"
                : $"{member.Path} is no setting; there are {string.Join(", ", known)}.");
    }
}
