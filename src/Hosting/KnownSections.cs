using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;

namespace Tagalong.Hosting;

/// <summary>Rejects sections that nothing reads.</summary>
public sealed class KnownSections<T>(IConfigurationSection tagalong) : IValidateOptions<T>
    where T : class
{
    private static readonly string[] Known =
        ["Http", "Senders", "Policies", "Clusters", "Imports", "Fleet", "Limits", "Azure", "ApiCalls", "Owners", "Labeler", "OutcomeEvents", "Telemetry", "Sweep", "Watch", "Consume", "Queue", "AzureFunctions"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, T options) =>
        UnknownSettings.In(tagalong, Known).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
