using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Watching;
using Tagalong.Functions.Consuming;
using Tagalong.Functions.Queues;

namespace Tagalong.Functions.Watching;

/// <summary>Sets up the relay and its sink.</summary>
internal static class WatchServices
{
    public static void AddWatch(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddRelay(builder.Configuration);
        services.AddCheck(new WatchChecks(builder.Configuration));
        services.AddSingleton<LabelerSink>();
        services.AddSingleton<HttpEventSink>();
        services.AddSingleton<IEventSink>(static provider => provider.GetRequiredService<IOptions<WatchOptions>>().Value switch
        {
            { Queue: { Length: > 0 } queue } => provider.GetRequiredService<IQueueBroker>().OpenSink(queue),
            { Apply: true } => provider.GetRequiredService<LabelerSink>(),
            _ => provider.GetRequiredService<HttpEventSink>(),
        });
        if (builder.Configuration["Tagalong:Watch:Queue"] is { Length: > 0 })
        {
            services.AddConsumeOptions(builder.Configuration);
            builder.AddQueueBroker();
        }

        services.AddSingleton<RelayService>();
        services.AddHostedService(static provider => provider.GetRequiredService<RelayService>());
    }
}
