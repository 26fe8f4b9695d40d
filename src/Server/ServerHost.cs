using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Fleet;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Hosting;
using Tagalong.Hosting.Http;
using Tagalong.Hosting.OutcomeEvents;
using Tagalong.Hosting.Telemetry;
using Tagalong.Hosting.Watching;
using Tagalong.Server.Consuming;
using Tagalong.Server.Queues;

namespace Tagalong.Server;

/// <summary>The composition root: one host for each verb. Tests start from it.</summary>
public static class ServerHost
{
    /// <summary>Composes the verb <c>serve</c>: events over HTTP.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Http:MaxInFlight=64</c>.</param>
    /// <param name="customize">Replaces the outermost parts, for tests.</param>
    /// <exception cref="FormatException"><c>PORT</c> is not a port.</exception>
    /// <exception cref="OptionsValidationException">Settings or policies have errors, or no cluster is configured.</exception>
    /// <exception cref="AggregateException">Several of these at once.</exception>
    public static WebApplication CreateServe(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebHosts.CreateBuilder(args, customize);
        builder.Services.AddServerSettings();
        builder.AddEventEndpoint();
        var port = WebHosts.Port(builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        var drain = builder.Services.DrainTimeoutOfEventEndpoint();
        builder.Services.StopWithin(drain, TimeSpan.FromSeconds(2));

        // What starts last stops first: the last events are sent before the last measurements.
        builder.AddOutcomeEvents(drain);
        builder.Listen(port, metricsPort, onlyLocally: false);

        var app = Build(builder, metricsPort);
        app.Services.GetRequiredService<ClusterRegistry>().ConnectAhead();
        app.MapEventEndpoint();
        return app;
    }

    /// <summary>Composes the verb <c>watch</c>: the relay.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Watch:Apply=true</c>.</param>
    /// <param name="customize">Replaces the outermost parts, for tests.</param>
    /// <inheritdoc cref="CreateServe" path="/exception"/>
    public static WebApplication CreateWatch(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebHosts.CreateBuilder(args, customize);
        builder.Services.AddServerSettings();
        builder.Services.AddTagalong(builder.Configuration);
        if (builder.Configuration["Tagalong:Watch:Queue"] is { Length: > 0 })
        {
            builder.Services.AddSingleton<IEventSink>(static provider =>
                provider.GetRequiredService<IQueueBroker>().OpenSink(provider.GetRequiredService<IOptions<WatchOptions>>().Value.Queue));
            builder.Services.AddConsumeOptions(builder.Configuration);
            builder.AddWatch();
            builder.AddQueueBroker();
        }
        else
        {
            builder.AddWatch();
        }

        builder.Services.AddProbeConnectionLimits();
        var port = WebHosts.Port(builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        builder.Services.StopWithin(builder.Services.UnvalidatedOptions<WatchOptions>().DrainTimeout, TimeSpan.FromSeconds(2));
        builder.Listen(port, metricsPort, onlyLocally: false);
        var app = Build(builder, metricsPort);
        app.MapRelayProbes();
        return app;
    }

    /// <summary>Composes the verb <c>consume</c>: events from queues.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Consume:Queues:0=shop</c>.</param>
    /// <param name="customize">Replaces the outermost parts, for tests.</param>
    /// <inheritdoc cref="CreateServe" path="/exception"/>
    public static WebApplication CreateConsume(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebHosts.CreateBuilder(args, customize);
        builder.Services.AddServerSettings();
        builder.Services.AddTagalong(builder.Configuration);
        builder.Services.AddProbeConnectionLimits();
        var port = WebHosts.Port(builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        builder.AddConsume();
        builder.AddQueueBroker();
        var drain = builder.Services.UnvalidatedOptions<ConsumeOptions>().DrainTimeout;
        builder.AddOutcomeEvents(drain);
        builder.Services.StopWithin(drain, TimeSpan.FromSeconds(7));
        builder.Listen(port, metricsPort, onlyLocally: false);
        var app = Build(builder, metricsPort);
        app.Services.GetRequiredService<ClusterRegistry>().ConnectAhead();

        var consumer = app.Services.GetRequiredService<ConsumerService>();
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", consumer.WriteReadinessAsync);
        return app;
    }

    /// <summary>Composes the verb <c>sweep</c>: the core without a web server.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Sweep:Clusters=4</c>.</param>
    /// <inheritdoc cref="CreateServe" path="/exception[position() > 1]"/>
    public static IHost CreateSweep(string[] args)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(args);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        // Standard output has the summary and nothing else.
        WebHosts.ConfigureLogging(builder.Logging, LogLevel.Trace);
        builder.Services.Configure<ConsoleLifetimeOptions>(static lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddServerSettings().AddTagalong(builder.Configuration);
        builder.AddTelemetry();
        var host = builder.Build();
        host.Services.GetRequiredService<StartupValidation>().Validate();
        return host;
    }

    /// <summary>Builds the host and reports every error in the settings before anything else is tried.</summary>
    private static WebApplication Build(WebApplicationBuilder builder, int metricsPort)
    {
        var app = builder.Build();
        app.Services.GetRequiredService<StartupValidation>().Validate();
        app.UseMetricsPort(metricsPort);
        return app;
    }
}
