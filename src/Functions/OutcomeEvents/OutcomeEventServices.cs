using Tagalong.Core;

namespace Tagalong.Functions.OutcomeEvents;

/// <summary>Sets up who is told of outcomes.</summary>
internal static class OutcomeEventServices
{
    public static void AddOutcomeEvents(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var section = configuration.GetSection("Tagalong:OutcomeEvents");
        var options = services.AddSettings(
            section, static section => section.Get<OutcomeEventOptions>(),
            new OutcomeEventOptionsValidator(), new OutcomeEventChecks(configuration), new KnownSettings<OutcomeEventOptions>(section));
        services.AddSingleton<OutcomeEventFactory>();
        services.AddSingleton<OutcomeEventPublisher>();
        if (OutcomeEventChecks.SinkOf(options, configuration).Length > 0)
        {
            services.AddSingleton<OutcomeEventSink>();
            services.AddHostedService(static provider => provider.GetRequiredService<OutcomeEventSink>());
        }
    }
}
