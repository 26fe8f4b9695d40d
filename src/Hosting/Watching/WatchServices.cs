using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;

namespace Tagalong.Hosting.Watching;

/// <summary>Sets up the relay and its sink.</summary>
public static class WatchServices
{
    /// <summary>Adds the relay. Events go to the <see cref="IEventSink"/> that the host added before, else to the sink in the settings.</summary>
    public static void AddWatch(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddRelay(builder.Configuration);
        services.AddCheck(new WatchOptionsValidation(builder.Configuration));
        services.AddSingleton<LabelerSink>();
        services.AddSingleton<HttpEventSink>();
        services.TryAddSingleton<IEventSink>(static provider => provider.GetRequiredService<IOptions<WatchOptions>>().Value.Apply
            ? provider.GetRequiredService<LabelerSink>()
            : provider.GetRequiredService<HttpEventSink>());
        services.AddSingleton<RelayService>();
        services.AddHostedService(static provider => provider.GetRequiredService<RelayService>());
    }

    /// <summary>Maps the probes of the relay.</summary>
    /// <exception cref="OptionsValidationException">The relay cannot run with these settings.</exception>
    public static void MapRelayProbes(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        if (app.Services.GetRequiredService<Relay>().Error is { } error)
        {
            throw new OptionsValidationException(nameof(WatchOptions), typeof(WatchOptions), [error]);
        }

        var relay = app.Services.GetRequiredService<RelayService>();
        app.MapGet("/healthz", static context => context.Response.WriteAsync("ok"));
        app.MapGet("/readyz", relay.WriteReadinessAsync);
    }
}
