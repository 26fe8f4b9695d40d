using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// Where measurements go. Section <c>Tagalong:Telemetry</c>. OpenTelemetry's own environment variables say the rest:
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> has traces, metrics and logs sent there.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// The port on which Prometheus gets <c>/metrics</c>, over plain HTTP, and nothing else is served. It is never the port
    /// of the events, which the public may reach.
    /// </summary>
    /// <value>Default: 0, none. Up to 65 535.</value>
    [SettingRange("Tagalong:Telemetry:MetricsPort", 0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>The most series of one instrument; what is beyond is added up in one with the attribute <c>otel.metric.overflow</c>.</summary>
    /// <value>Default: 10 000, enough for a fleet of a thousand clusters. From 100 to 1 000 000.</value>
    [SettingRange("Tagalong:Telemetry:MaxSeries", 100, 1_000_000)]
    public int MaxSeries { get; set; } = 10_000;

    /// <summary>How long a process that stops tries to send what is left, after its last event.</summary>
    /// <value>Default: 2 seconds. Up to one minute.</value>
    [SettingRange("Tagalong:Telemetry:FlushTimeout", 0, 60)]
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
