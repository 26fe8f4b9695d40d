using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;
using Tagalong.Hosting;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Sets up the consumer and its queues.</summary>
internal static class ConsumeServices
{
    public static void AddConsume(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddConsumeOptions(builder.Configuration);
        services.AddCheck(new ConsumeChecks());
        services.AddSingleton<CloudEventQueueBinding>();
        services.AddSingleton<ConsumerMeasurements>();
        services.AddEventDispatching();
        services.AddSingleton<QueueMessageHandler>();
        services.AddSingleton<ConsumerService>();
        services.AddHostedService(static provider => provider.GetRequiredService<ConsumerService>());
    }

    /// <summary>Adds the options alone: how messages are retried concerns whoever makes a queue, too.</summary>
    public static void AddConsumeOptions(this IServiceCollection services, IConfiguration configuration)
    {
        var section = configuration.GetSection("Tagalong:Consume");
        services.AddValidatedOptions(section, static section => section.Get<ConsumeOptions>());
        services.AddSingleton(static provider => provider.GetRequiredService<IOptions<ConsumeOptions>>().Value switch
        {
            var consume => new RetrySchedule(consume.RetryDelay, consume.LongestRetryDelay),
        });
    }
}
