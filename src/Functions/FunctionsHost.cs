using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Fleet;
using Tagalong.Core.Watching;
using Tagalong.Functions.AzureFunctions;
using Tagalong.Functions.Consuming;
using Tagalong.Functions.Http;
using Tagalong.Functions.OutcomeEvents;
using Tagalong.Functions.Senders;
using Tagalong.Functions.Telemetry;
using Tagalong.Functions.Watching;

namespace Tagalong.Functions;

/// <summary>The composition root: what the process is made of, and what tests start from.</summary>
public static class FunctionsHost
{
    /// <summary>The port where none is given.</summary>
    public const int DefaultPort = 8080;

    /// <summary>Makes the HTTP function, ready to run.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Http:MaxInFlight=64</c>.</param>
    /// <param name="customize">Replaces what is outermost; for tests.</param>
    /// <exception cref="FormatException"><c>PORT</c> is no port.</exception>
    /// <exception cref="OptionsValidationException">Settings or policies are at fault, or there is no way to the cluster.</exception>
    /// <exception cref="AggregateException">Several of these at once.</exception>
    public static WebApplication CreateServe(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        // The settings lie beside the program, wherever it was started from.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder.Logging, LogLevel.None);
        customize?.Invoke(builder);

        var tagalong = builder.Configuration.GetSection("Tagalong");
        builder.Services.AddTagalong(builder.Configuration);
        var (http, senders) = (tagalong.GetSection("Http"), tagalong.GetSection("Senders"));
        builder.Services.AddSettings(
            http, static section => section.Get<HttpOptions>(), new HttpOptionsValidator(), new HttpOptionsChecks(), new KnownSettings<HttpOptions>(http), new KnownSections(tagalong));
        builder.Services.AddSettings(senders, static section => section.Get<SenderOptions>(), new SenderOptionsValidator(), new SenderOptionsChecks(builder.Configuration));
        builder.Services.AddSingleton<SenderAuthenticator>();
        builder.Services.AddSingleton<WebhookHandshake>();
        builder.Services.AddSingleton<CloudEventHttpBinding>();
        builder.Services.AddSingleton<OutcomeResponse>();
        builder.Services.AddSingleton<EventHandling>();
        builder.Services.AddSingleton<EventEndpoint>();
        builder.Services.AddSingleton<InFlightEvents>();
        builder.Services.AddHostedService(services => services.GetRequiredService<InFlightEvents>());

        // The Azure Functions host says where it wants its handler, and nobody else is to reach it there.
        var handlerPort = builder.Configuration["FUNCTIONS_CUSTOMHANDLER_PORT"];
        var isCustomHandler = !string.IsNullOrEmpty(handlerPort);
        builder.AddAzureFunctions(isCustomHandler);
        var port = Port(isCustomHandler ? handlerPort : builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        StopWithin(builder.Services, builder.Services.UncheckedSettings<HttpOptions>().DrainTimeout, TimeSpan.FromSeconds(2));

        // What starts last stops first: the last events are sent before the last measurements.
        builder.AddOutcomeEvents();
        Listen(builder, port, metricsPort, onlyLocally: isCustomHandler);

        var app = builder.Build();

        // Everything that is wrong with the settings is told before anything else is tried.
        app.Services.GetRequiredService<StartupSettings>().Validate();
        app.Services.GetRequiredService<ClusterCatalog>().ConnectAhead();
        app.UseMetricsPort(metricsPort);
        app.MapAzureFunctions(isCustomHandler);
        app.MapTagalong();
        return app;
    }

    /// <summary>Makes the relay, ready to run.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Watch:Apply=true</c>.</param>
    /// <param name="customize">Replaces what is outermost; for tests.</param>
    /// <inheritdoc cref="CreateServe" path="/exception"/>
    public static WebApplication CreateWatch(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder.Logging, LogLevel.None);
        customize?.Invoke(builder);

        builder.Services.AddTagalong(builder.Configuration);
        builder.AddWatch();
        var port = Port(builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        StopWithin(builder.Services, builder.Services.UncheckedSettings<WatchOptions>().DrainTimeout, TimeSpan.FromSeconds(2));
        Listen(builder, port, metricsPort, onlyLocally: false);
        var app = builder.Build();
        app.Services.GetRequiredService<StartupSettings>().Validate();
        if (app.Services.GetRequiredService<Relay>().Fault is { } fault)
        {
            throw new OptionsValidationException(nameof(WatchOptions), typeof(WatchOptions), [fault]);
        }

        var relay = app.Services.GetRequiredService<RelayService>();
        app.UseMetricsPort(metricsPort);
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", relay.TellReadinessAsync);
        return app;
    }

    /// <summary>Makes the queue consumer, ready to run.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Consume:Queues:0=shop</c>.</param>
    /// <param name="customize">Replaces what is outermost; for tests.</param>
    /// <inheritdoc cref="CreateServe" path="/exception"/>
    public static WebApplication CreateConsume(string[] args, Action<WebApplicationBuilder>? customize = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder.Logging, LogLevel.None);
        customize?.Invoke(builder);

        builder.Services.AddTagalong(builder.Configuration);
        var port = Port(builder.Configuration["PORT"]);
        var metricsPort = builder.AddTelemetry(port);
        builder.AddConsume();
        StopWithin(builder.Services, builder.Services.UncheckedSettings<ConsumeOptions>().DrainTimeout, TimeSpan.FromSeconds(7));
        Listen(builder, port, metricsPort, onlyLocally: false);
        var app = builder.Build();
        app.Services.GetRequiredService<StartupSettings>().Validate();
        app.Services.GetRequiredService<ClusterCatalog>().ConnectAhead();

        var consumer = app.Services.GetRequiredService<ConsumerService>();
        app.UseMetricsPort(metricsPort);
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", consumer.TellReadinessAsync);
        return app;
    }

    /// <summary>The host waits for what is in flight, for the last measurements, and a moment more.</summary>
    private static void StopWithin(IServiceCollection services, TimeSpan drain, TimeSpan more)
    {
        // The settings are checked later, with all others; until then they may be anything.
        var (day, flush) = (TimeSpan.FromDays(1), services.UncheckedSettings<TelemetryOptions>().FlushTimeout);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = (drain < day ? drain : day) + (flush < day ? flush : day) + more);
    }

    private static void Listen(WebApplicationBuilder builder, int port, int metricsPort, bool onlyLocally) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;

            // Bodies are bounded where they are read, so that the answer to one that is too large is 400 and not 413.
            kestrel.Limits.MaxRequestBodySize = null;
            if (onlyLocally)
            {
                kestrel.Listen(IPAddress.Loopback, port);
            }
            else
            {
                kestrel.ListenAnyIP(port);
            }

            if (metricsPort > 0)
            {
                kestrel.ListenAnyIP(metricsPort);
            }
        });

    /// <summary>Logs to the console: JSON where no person looks at it.</summary>
    /// <param name="logging">Where to set it up.</param>
    /// <param name="onErrors">The level from which on lines go to the standard error output.</param>
    internal static void ConfigureLogging(ILoggingBuilder logging, LogLevel onErrors)
    {
        logging.ClearProviders();
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = onErrors);
        if (onErrors == LogLevel.None ? Console.IsOutputRedirected : Console.IsErrorRedirected)
        {
            logging.AddJsonConsole(static console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(static console => console.SingleLine = true);
        }
    }

    private static int Port(string? text) =>
        string.IsNullOrEmpty(text) ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : throw new FormatException($"PORT is '{text}'; set a number from 0 (any free port) to 65535.");
}
