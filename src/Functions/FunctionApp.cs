using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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

    /// <summary>Runs the worker until the Functions host stops it.</summary>
    /// <param name="args">The arguments of the Functions host.</param>
    /// <exception cref="OptionsValidationException">Settings or policies have errors, or no cluster is configured.</exception>
    public static async Task RunAsync(string[] args)
    {
        var host = Create(args);
        await using var disposed = (IAsyncDisposable)host;
        try
        {
            await host.StartAsync();
        }
        catch (OptionsValidationException)
        {
            // Whichever service needed its settings first has stopped the start. The others have errors too, perhaps.
            host.Services.GetRequiredService<StartupValidation>().Validate();
            throw;
        }

        await host.WaitForShutdownAsync();
    }

    private static IHost Create(string[] args)
    {
        var builder = FunctionsApplication.CreateBuilder(args);
        builder.ConfigureFunctionsWebApplication();
        builder.Configuration.Sources.Insert(0, Defaults);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.Configure<KestrelServerOptions>(static kestrel => kestrel.AddServerHeader = false);
        builder.AddEventEndpoint();
        builder.AddTelemetry(static telemetry => telemetry.UseFunctionsWorkerDefaults());
        var drain = builder.Services.DrainTimeoutOfEventEndpoint();
        builder.AddOutcomeEvents(drain);
        builder.Services.StopWithin(drain, TimeSpan.Zero);
        builder.Services.AddSingleton<TriggeredEvents>();
        builder.Services.AddSingleton<LabelerStart>();
        builder.Services.AddHostedService(static provider => provider.GetRequiredService<LabelerStart>());
        var generated = builder.Services.Last(static service => service.ServiceType == typeof(IFunctionMetadataProvider)).ImplementationType!;
        builder.Services.AddSingleton<IFunctionMetadataProvider>(provider => new ValidatedFunctions(
            (IFunctionMetadataProvider)ActivatorUtilities.CreateInstance(provider, generated), provider.GetRequiredService<LabelerStart>()));
        return builder.Build();
    }
}
