using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Reporting;
using Tagalong.Core.Settings;
using Tagalong.Core.Sweeping;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.Http;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting;

/// <summary>Composes what hosts that receive events share.</summary>
public static class EventHosting
{
    /// <summary>Adds the labeler, the authentication of senders, the event endpoint and the dispatching of events.</summary>
    /// <param name="builder">The host's builder. Its configuration has the section <c>Tagalong</c> and <c>KUBECONFIG</c>.</param>
    public static void AddEventEndpoint(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var tagalong = builder.Configuration.GetSection("Tagalong");
        services.AddHostingSettings().AddTagalong(builder.Configuration);
        services.AddValidatedOptions(tagalong.GetSection("Http"), static section => section.Get<HttpOptions>(), new HttpOptionsValidation());
        services.AddValidatedOptions(tagalong.GetSection("Senders"), static section => section.Get<SenderOptions>(), new SenderOptionsValidation());
        services.AddEventConnectionLimits();
        services.AddEventDispatching();
        services.AddSingleton<SenderAuthenticator>();
        services.AddSingleton<WebhookHandshake>();
        services.AddSingleton<CloudEventHttpBinding>();
        services.AddSingleton(static provider => new OutcomeResponse(
            provider.GetRequiredService<IOptions<HttpOptions>>(), provider.GetRequiredService<SenderAuthenticator>()));
        services.AddSingleton(static provider => new EventEndpoint(provider));
        services.AddSingleton<InFlightEvents>();
        services.AddHostedService(static provider => provider.GetRequiredService<InFlightEvents>());
    }

    /// <summary>Adds the dispatching of events. It needs the labeler and the outcome events.</summary>
    public static void AddEventDispatching(this IServiceCollection services) => services.AddSingleton(static provider => new EventDispatcher(
        provider.GetRequiredService<Labeler>(),
        provider.GetRequiredService<TriggeredSweep>(),
        provider.GetRequiredService<OutcomeReporter>(),
        provider.GetRequiredService<OutcomeEventPublisher>(),
        provider.GetRequiredService<ILogger<EventDispatcher>>()));

    /// <summary>Maps the event endpoint and the probes.</summary>
    public static void MapEventEndpoint(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Endpoints.Map(app);
    }

    /// <summary>How long the endpoint finishes events in progress at shutdown, before the settings have been validated.</summary>
    public static TimeSpan DrainTimeoutOfEventEndpoint(this IServiceCollection services) => services.UnvalidatedOptions<HttpOptions>().DrainTimeout;
}
