using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Adds outcome events.</summary>
public static class OutcomeEventServices
{
    /// <summary>Adds outcome events and, if one is configured, their sink.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="drain">How long the sink may send the rest of its queue at shutdown.</param>
    public static void AddOutcomeEvents(this IHostApplicationBuilder builder, TimeSpan drain)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var options = services.AddValidatedOptions(
            configuration.GetSection("Tagalong:OutcomeEvents"),
            static section => section.Get<OutcomeEventOptions>(),
            new OutcomeEventOptionsValidation(configuration));
        services.AddSingleton<OutcomeEventFactory>();
        services.AddSingleton<OutcomeEventPublisher>();
        if (OutcomeEventOptionsValidation.SinkOf(options, configuration).Length > 0)
        {
            services.AddSingleton(provider => new OutcomeEventSink(
                configuration,
                provider.GetRequiredService<IOptions<OutcomeEventOptions>>(),
                drain,
                provider.GetRequiredService<IMeterFactory>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<OutcomeEventSink>>()));
            services.AddHostedService(static provider => provider.GetRequiredService<OutcomeEventSink>());
        }
    }
}
