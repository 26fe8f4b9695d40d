namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// The environment variables that OpenTelemetry defines for its exporter. The library passes over what it does not
/// understand; here it stops the start.
/// </summary>
internal static class OtlpSettings
{
    private const string Exporter = "OTEL_EXPORTER_OTLP";
    private static readonly string[] Signals = ["", "_TRACES", "_METRICS", "_LOGS"];

    /// <summary>Whether anything is to be sent anywhere.</summary>
    public static bool IsOn(IConfiguration configuration) =>
        !string.Equals(configuration["OTEL_SDK_DISABLED"], "true", StringComparison.OrdinalIgnoreCase)
        && Array.Exists(Signals, signal => !string.IsNullOrEmpty(configuration[$"{Exporter}{signal}_ENDPOINT"]));

    /// <summary>What is wrong with them; a header's value may be a secret and is not quoted.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        foreach (var signal in Signals)
        {
            if (configuration[$"{Exporter}{signal}_ENDPOINT"] is { Length: > 0 } endpoint
                && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            {
                yield return $"{Exporter}{signal}_ENDPOINT is no address; set one such as http://collector:4318.";
            }

            if (configuration[$"{Exporter}{signal}_PROTOCOL"] is { Length: > 0 } protocol and not ("grpc" or "http/protobuf"))
            {
                yield return $"{Exporter}{signal}_PROTOCOL is '{protocol}'; set grpc (the default) or http/protobuf.";
            }
        }
    }
}
