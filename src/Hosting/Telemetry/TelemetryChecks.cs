using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Telemetry;

/// <summary>Checks what the section does not hold: OpenTelemetry's own variables.</summary>
internal sealed class TelemetryChecks(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options) =>
        OtlpSettings.Faults(configuration).ToList() is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
}
