using System.Reflection;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Tagalong.Core.Settings;
using Tagalong.Core.Telemetry;

namespace Tagalong.Hosting.Telemetry;

/// <summary>
/// Has what the process measures exported: by OTLP, to Prometheus, or both. Where neither is asked for, nothing of
/// OpenTelemetry is made, so that a cold start does not pay for it.
/// </summary>
public static class TelemetryExport
{
    /// <summary>.NET's own meters: requests served and sent, and the runtime.</summary>
    private static readonly string[] Meters = [Instruments.Name, "Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    /// <summary>Events, and around them the requests that brought them and the calls that they took.</summary>
    private static readonly string[] Sources = [Instruments.Name, "Microsoft.AspNetCore", "System.Net.Http"];

    /// <summary>Sets up what is asked for.</summary>
    /// <param name="builder">The process.</param>
    /// <param name="eventsPort">The port of the events.</param>
    /// <returns>The port of the metrics, or 0 if there is none.</returns>
    /// <exception cref="OptionsValidationException">Metrics are to be on the port of the events.</exception>
    public static int AddTelemetry(this WebApplicationBuilder builder, int eventsPort) => AddTelemetry((IHostApplicationBuilder)builder, eventsPort);

    /// <summary>Sets up what is asked for of a process that listens nowhere: metrics are sent, or not had.</summary>
    public static void AddTelemetry(this HostApplicationBuilder builder) => AddTelemetry(builder, eventsPort: null);

    private static int AddTelemetry(IHostApplicationBuilder builder, int? eventsPort)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var section = configuration.GetSection("Tagalong:Telemetry");
        var options = services.AddValidatedOptions(
            section, static section => section.Get<TelemetryOptions>(),
            new TelemetryOptionsValidator(), new TelemetryChecks(configuration), new KnownSettings<TelemetryOptions>(section));
        var isOtlp = OtlpSettings.IsOn(configuration) && !OtlpSettings.Faults(configuration).Any();
        var isPrometheus = eventsPort is not null && options.MetricsPort is > 0 and <= ushort.MaxValue;
        if (isPrometheus && options.MetricsPort == eventsPort)
        {
            throw new OptionsValidationException(
                nameof(TelemetryOptions), typeof(TelemetryOptions), ["Tagalong:Telemetry:MetricsPort is the port of the events, PORT; set another."]);
        }

        if (isOtlp || isPrometheus)
        {
            Export(services, options, isOtlp, isPrometheus);
        }

        return isPrometheus ? options.MetricsPort : 0;
    }

    private static void Export(IServiceCollection services, TelemetryOptions options, bool isOtlp, bool isPrometheus)
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
    }

    /// <summary>What the environment says of the process (<c>OTEL_SERVICE_NAME</c>, <c>OTEL_RESOURCE_ATTRIBUTES</c>) counts most.</summary>
    private static void Describe(ResourceBuilder resource) => resource
        .Clear()
        .AddService("tagalong", serviceVersion: Version())
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    private static string? Version() =>
        typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
