using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Sets up who is told of outcomes.</summary>
public static class OutcomeEventServices
{
    /// <summary>Adds the events of outcomes and, where one is configured, their sink.</summary>
    /// <param name="builder">The host's builder.</param>
    /// <param name="drain">How long the sink may take at shutdown to send what is waiting.</param>
    public static void AddOutcomeEvents(this IHostApplicationBuilder builder, TimeSpan drain)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var section = configuration.GetSection("Tagalong:OutcomeEvents");
        var options = services.AddValidatedOptions(
            section, static section => section.Get<OutcomeEventOptions>(),
            new OutcomeEventOptionsValidator(), new OutcomeEventChecks(configuration), new KnownSettings<OutcomeEventOptions>(section));
        services.AddSingleton<OutcomeEventFactory>();
        services.AddSingleton<OutcomeEventPublisher>();
        if (OutcomeEventChecks.SinkOf(options, configuration).Length > 0)
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
