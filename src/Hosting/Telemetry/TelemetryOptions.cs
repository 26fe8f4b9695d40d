using Tagalong.Core.Settings;

namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// Where telemetry goes. Section <c>Tagalong:Telemetry</c>. OpenTelemetry's environment variables configure the rest: traces,
/// metrics and logs are sent to <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>.
/// </summary>
public sealed class TelemetryOptions
{
    /// <summary>
    /// The port of <c>/metrics</c> for Prometheus, over plain HTTP, and of nothing else. It cannot be the port of the events,
    /// which may be public.
    /// </summary>
    /// <value>Default: 0, none. Up to 65 535.</value>
    [SettingRange(0, 65535)]
    public int MetricsPort { get; set; }

    /// <summary>The most series of one instrument; more are summed in one with the attribute <c>otel.metric.overflow</c>.</summary>
    /// <value>Default: 10 000, enough for a fleet of a thousand clusters. From 100 to 1 000 000.</value>
    [SettingRange(100, 1_000_000)]
    public int MaxSeries { get; set; } = 10_000;

    /// <summary>How long a stopping process may export what is left, after its last event.</summary>
    /// <value>Default: 2 seconds. Up to one minute.</value>
    [SettingRange(0, 60)]
    public TimeSpan FlushTimeout { get; set; } = TimeSpan.FromSeconds(2);
}
