using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Functions.Consuming;
using Tagalong.Functions.Http;

namespace Tagalong.Functions;

/// <summary>Refuses sections that nothing reads.</summary>
internal sealed class KnownSections(IConfigurationSection tagalong) : IValidateOptions<HttpOptions>, IValidateOptions<ConsumeOptions>
{
    private static readonly string[] Known =
        ["Http", "Senders", "Policies", "Clusters", "Imports", "Fleet", "Limits", "Azure", "ApiCalls", "Owners", "Labeler", "OutcomeEvents", "Telemetry", "Sweep", "Watch", "Consume", "Queue"];

    public ValidateOptionsResult Validate(string? name, HttpOptions options) => Validate();

    public ValidateOptionsResult Validate(string? name, ConsumeOptions options) => Validate();

    private ValidateOptionsResult Validate() =>
        UnknownSettings.In(tagalong, Known).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
