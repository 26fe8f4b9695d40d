using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;
using Tagalong.Hosting;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Registers the consumer and its options.</summary>
internal static class ConsumeServices
{
    public static void AddConsume(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddConsumeOptions(builder.Configuration);
        services.AddCheck(new ConsumeValidation());
        services.AddSingleton<CloudEventQueueBinding>();
        services.AddSingleton<ConsumerMeasurements>();
        services.AddEventDispatching();
        services.AddSingleton<QueueMessageHandler>();
        services.AddSingleton<ConsumerService>();
        services.AddHostedService(static provider => provider.GetRequiredService<ConsumerService>());
    }

    /// <summary>Adds the options alone, for a sender, which may create the queue.</summary>
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
