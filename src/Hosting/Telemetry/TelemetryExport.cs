using System.Reflection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Tagalong.Core.Settings;
using Tagalong.Core.Telemetry;

namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// Exports telemetry by OTLP, to Prometheus, or both. If neither is configured, nothing of OpenTelemetry is created, so that a
/// cold start does not pay for it.
/// </summary>
public static class TelemetryExport
{
    /// <summary>Tagalong's meter, and .NET's: requests served and sent, and the runtime.</summary>
    private static readonly string[] Meters = [Instruments.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    /// <summary>Events, the requests with events, and the calls to API servers.</summary>
    private static readonly string[] Sources = [Instruments.Name, "Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>Adds the configured exporters.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="eventsPort">The port of the events.</param>
    /// <returns>The port of the metrics, or 0 if there is none.</returns>
    /// <exception cref="OptionsValidationException">The port of the metrics is that of the events.</exception>
    public static int AddTelemetry(this WebApplicationBuilder builder, int eventsPort) => AddTelemetry((IHostApplicationBuilder)builder, eventsPort);

    /// <summary>Adds the configured exporters to a process without a port of its own, so that Prometheus cannot scrape it.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="extend">Adds what only this host has; called if anything is exported. Or null.</param>
    public static void AddTelemetry(this IHostApplicationBuilder builder, Action<OpenTelemetryBuilder>? extend = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddTelemetry(builder, eventsPort: null, extend);
    }

    private static int AddTelemetry(IHostApplicationBuilder builder, int? eventsPort, Action<OpenTelemetryBuilder>? extend = null)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var otlp = new OtlpSettings(configuration);
        var options = services.AddValidatedOptions(configuration.GetSection("Tagalong:Telemetry"), static section => section.Get<TelemetryOptions>(), otlp);
        var isOtlp = otlp.IsOn && otlp.Validate(null, options).Succeeded;
        var isPrometheus = eventsPort is not null && options.MetricsPort is > 0 and <= ushort.MaxValue;
        if (isPrometheus && options.MetricsPort == eventsPort)
        {
            throw new OptionsValidationException(
                nameof(TelemetryOptions), typeof(TelemetryOptions), ["Tagalong:Telemetry:MetricsPort is the port of the events, PORT; set another."]);
        }

        if (isOtlp || isPrometheus)
        {
            var telemetry = Export(services, options, isOtlp, isPrometheus);
            extend?.Invoke(telemetry);
        }

        return isPrometheus ? options.MetricsPort : 0;
    }

    private static OpenTelemetryBuilder Export(IServiceCollection services, TelemetryOptions options, bool isOtlp, bool isPrometheus)
    {
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe).WithMetrics(metrics =>
        {
            metrics.AddMeter(Meters).AddView(instrument =>
                instrument.Meter.Name == Instruments.Name ? new MetricStreamConfiguration { CardinalityLimit = options.MaxSeries } : null);
            if (isPrometheus)
            {
                metrics.AddPrometheusExporter();
            }
        });
        if (isOtlp)
        {
            telemetry
                .WithTracing(static tracing => tracing.AddSource(Sources))
                .WithLogging(static _ => { }, static logs => (logs.IncludeFormattedMessage, logs.ParseStateValues) = (true, true))
                .UseOtlpExporter();
        }

        services.AddHostedService<TelemetryFlush>();
        return telemetry;
    }

    /// <summary>The environment (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) takes precedence.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService("tagalong", serviceVersion: Version())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static string? Version() =>
        typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
