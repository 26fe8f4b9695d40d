using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Tagalong.Core.Settings;

/// <summary>Refuses settings of a section that nothing reads: a misspelt limit would be none, and nobody would know.</summary>
/// <typeparam name="T">The section's options; each public property is a setting.</typeparam>
/// <param name="section">The section.</param>
public sealed class KnownSettings<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IConfigurationSection section)
    : IValidateOptions<T>
    where T : class
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options) =>
        UnknownSettings.In(section, [.. typeof(T).GetProperties().Select(static property => property.Name)]).ToList() is { Count: > 0 } faults
            ? ValidateOptionsResult.Fail(faults)
            : ValidateOptionsResult.Success;
}
