using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Settings;
using Tagalong.Hosting;
using Tagalong.Hosting.Telemetry;

namespace Tagalong.Server.Sweeping;

/// <summary>The composition root of a sweep: the core, and no web server, since nobody sends anything.</summary>
internal static class SweepHost
{
    /// <summary>Makes it; its settings and policies have been checked then.</summary>
    /// <param name="settings">Settings from the command line.</param>
    /// <exception cref="OptionsValidationException">Settings or policies are at fault, or there is no way to the cluster.</exception>
    /// <exception cref="AggregateException">Several of these at once.</exception>
    public static IHost Create(string[] settings)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true, ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddJsonFile("appsettings.json", optional: true).AddEnvironmentVariables().AddCommandLine(settings);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));

        // What is printed on the standard output is the summary alone.
        WebHosts.ConfigureLogging(builder.Logging, LogLevel.Trace);
        builder.Services.Configure<ConsoleLifetimeOptions>(static lifetime => lifetime.SuppressStatusMessages = true);
        builder.Services.AddServerSettings().AddTagalong(builder.Configuration);
        builder.AddTelemetry();
        var host = builder.Build();
        host.Services.GetRequiredService<StartupValidation>().Validate();
        return host;
    }
}
