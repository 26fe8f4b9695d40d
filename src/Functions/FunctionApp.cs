using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Fleet;
using Tagalong.Core.Settings;
using Tagalong.Hosting;
using Tagalong.Hosting.OutcomeEvents;
using Tagalong.Hosting.Telemetry;

namespace Tagalong.Functions;

/// <summary>The composition root: the worker of the Azure Functions host, around what the server composes too.</summary>
internal static class FunctionApp
{
    /// <summary>The Functions host kills a worker five seconds after it asked it to stop, and the last telemetry takes two of them.</summary>
    private static readonly MemoryConfigurationSource Defaults = new() { InitialData = [new("Tagalong:Http:DrainTimeout", "00:00:03")] };

    /// <summary>Composes the worker.</summary>
    /// <param name="args">The arguments of the Functions host.</param>
    /// <exception cref="OptionsValidationException">Settings or policies have errors, or no cluster is configured.</exception>
    public static IHost Create(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.Sources.Insert(0, Defaults);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<KestrelServerOptions>(WebHosts.Configure);
        builder.AddEventEndpoint();
        builder.AddTelemetry(static telemetry => telemetry.UseFunctionsWorkerDefaults());
        var drain = builder.Services.DrainTimeoutOfEventEndpoint();
        builder.AddOutcomeEvents(drain);
        builder.Services.StopWithin(drain, TimeSpan.Zero);
        builder.Services.AddSingleton<TriggeredEvents>();

        var host = builder.Build();
        host.Services.GetRequiredService<StartupValidation>().Validate();
        host.Services.GetRequiredService<ClusterRegistry>().ConnectAhead();
        return host;
    }
}
