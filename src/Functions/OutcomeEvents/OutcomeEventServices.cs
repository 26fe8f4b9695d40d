using Microsoft.Extensions.Options;
using Tagalong.Core;

namespace Tagalong.Functions.OutcomeEvents;

/// <summary>Sets up who is told of outcomes.</summary>
internal static class OutcomeEventServices
{
    public static void AddOutcomeEvents(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        var section = configuration.GetSection("Tagalong:OutcomeEvents");
        services.AddOptions<OutcomeEventOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OutcomeEventOptions>, OutcomeEventOptionsValidator>();
        services.AddSingleton<IValidateOptions<OutcomeEventOptions>, OutcomeEventChecks>();
        services.AddSingleton<IValidateOptions<OutcomeEventOptions>>(new KnownSettings<OutcomeEventOptions>(section));
        services.AddSingleton<OutcomeEventFactory>();
        services.AddSingleton<OutcomeEventPublisher>();

        var options = section.Get<OutcomeEventOptions>() ?? new OutcomeEventOptions();
        if (OutcomeEventChecks.SinkOf(options, configuration).Length > 0)
        {
            services.AddSingleton<OutcomeEventSink>();
            services.AddHostedService(static provider => provider.GetRequiredService<OutcomeEventSink>());
        }
    }
}
