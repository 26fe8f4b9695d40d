using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Watching;

namespace Tagalong.Functions.Watching;

/// <summary>Sets up the relay and its sink.</summary>
internal static class WatchServices
{
    public static void AddWatch(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRelay(builder.Configuration);
        services.AddSingleton<IValidateOptions<WatchOptions>, WatchChecks>();
        services.AddSingleton<LabelerSink>();
        services.AddSingleton<HttpEventSink>();
        services.AddSingleton<IEventSink>(static provider => provider.GetRequiredService<IOptions<WatchOptions>>().Value.Apply
            ? provider.GetRequiredService<LabelerSink>()
            : provider.GetRequiredService<HttpEventSink>());
        services.AddSingleton<RelayService>();
        services.AddHostedService(static provider => provider.GetRequiredService<RelayService>());
    }
}
