using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging.Console;
using Tagalong.Core.Settings;
using Tagalong.Hosting.Telemetry;

namespace Tagalong.Hosting;

/// <summary>What the hosts of Tagalong share: where settings are, how a host logs, where it listens, how it stops.</summary>
public static class WebHosts
{
    /// <summary>The default port.</summary>
    public const int DefaultPort = 8080;

    /// <summary>Creates a builder.</summary>
    /// <param name="args">Settings from the command line: <c>--Tagalong:Http:MaxInFlight=64</c>.</param>
    /// <param name="customize">Replaces the outermost parts, for tests and the demo, or null.</param>
    public static WebApplicationBuilder CreateBuilder(string[] args, Action<WebApplicationBuilder>? customize)
    {
        // appsettings.json is beside the program, not in the current folder.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        ConfigureLogging(builder.Logging, LogLevel.None);
        customize?.Invoke(builder);
        return builder;
    }

    /// <summary>Logs to the console: JSON where the output is not a terminal.</summary>
    /// <param name="logging">The logging of the host.</param>
    /// <param name="onErrors">The lowest level that goes to standard error.</param>
    public static void ConfigureLogging(ILoggingBuilder logging, LogLevel onErrors)
    {
        ArgumentNullException.ThrowIfNull(logging);
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

    /// <summary>The port in <c>PORT</c>.</summary>
    /// <exception cref="FormatException">It is not a port number.</exception>
    public static int Port(string? text) =>
        string.IsNullOrEmpty(text) ? DefaultPort
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue ? port
        : throw new FormatException($"PORT is '{text}'; set a number from 0 (any free port) to 65535.");

    /// <summary>Sets how long the host may take to stop: for events in progress, for the last telemetry, and a margin.</summary>
    /// <param name="services">The services, with the telemetry added.</param>
    /// <param name="drain">How long events in progress may take. It has not been validated yet, so it may be any value.</param>
    /// <param name="more">The margin.</param>
    public static void StopWithin(this IServiceCollection services, TimeSpan drain, TimeSpan more)
    {
        var (day, flush) = (TimeSpan.FromDays(1), services.UnvalidatedOptions<TelemetryOptions>().FlushTimeout);
        services.Configure<HostOptions>(host => host.ShutdownTimeout = (drain < day ? drain : day) + (flush < day ? flush : day) + more);
    }

    /// <summary>Listens for events and, on a separate port, for scrapes of metrics.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="port">The port of events; 0 for any free port.</param>
    /// <param name="metricsPort">The port of metrics; 0 for none.</param>
    /// <param name="onlyLocally">Whether events are accepted from this machine only.</param>
    public static void Listen(this WebApplicationBuilder builder, int port, int metricsPort, bool onlyLocally)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
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
    }
}
