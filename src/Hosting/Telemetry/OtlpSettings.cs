using Microsoft.Extensions.Options;

namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// The environment variables that OpenTelemetry defines for its exporter. The library ignores a value that it does not
/// understand; here it is an error.
/// </summary>
internal sealed class OtlpSettings(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    private const string Exporter = "OTEL_EXPORTER_OTLP";
    private static readonly string[] Signals = ["", "_TRACES", "_METRICS", "_LOGS"];

    /// <summary>Whether an endpoint is configured.</summary>
    public bool IsOn =>
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(Signals, signal => !string.IsNullOrEmpty(configuration[$"{Exporter}{signal}_ENDPOINT"]));

    /// <summary>Headers may hold secrets and are not quoted.</summary>
    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        var errors = new ValidateOptionsResultBuilder();
        foreach (var signal in Signals)
        {
            if (configuration[$"{Exporter}{signal}_ENDPOINT"] is { Length: > 0 } endpoint
                && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                errors.AddError($"{Exporter}{signal}_ENDPOINT is not an http or https address; set one such as http://collector:4318.");
            }

            if (configuration[$"{Exporter}{signal}_PROTOCOL"] is { Length: > 0 } protocol and not ("grpc" or "http/protobuf"))
            {
                errors.AddError($"{Exporter}{signal}_PROTOCOL is '{protocol}'; set grpc (the default) or http/protobuf.");
            }
        }

        return errors.Build();
    }
}
