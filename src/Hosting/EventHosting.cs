using Tagalong.Core;
using Tagalong.Core.Settings;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.Http;

namespace Tagalong.Hosting;

/// <summary>Composes what every host that receives events over HTTP shares.</summary>
public static class EventHosting
{
    /// <summary>Adds the labeler, the authentication of senders, the event endpoint and the dispatching of events.</summary>
    /// <param name="builder">The host's builder, of whose configuration the section <c>Tagalong</c> and <c>KUBECONFIG</c> are read.</param>
    public static void AddEventEndpoint(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, configuration) = (builder.Services, builder.Configuration);
        var tagalong = configuration.GetSection("Tagalong");
        services.AddTagalong(configuration);
        var (http, senders) = (tagalong.GetSection("Http"), tagalong.GetSection("Senders"));
        services.AddValidatedOptions(
            http, static section => section.Get<HttpOptions>(), new HttpOptionsValidator(), new HttpOptionsChecks(), new KnownSettings<HttpOptions>(http), new KnownSections<HttpOptions>(tagalong));
        services.AddValidatedOptions(senders, static section => section.Get<SenderOptions>(), new SenderOptionsValidator(), new SenderOptionsChecks(configuration));
        services.AddSingleton<SenderAuthenticator>();
        services.AddSingleton<WebhookHandshake>();
        services.AddSingleton<CloudEventHttpBinding>();
        services.AddSingleton<OutcomeResponse>();
        services.AddSingleton<EventDispatcher>();
        services.AddSingleton<EventEndpoint>();
        services.AddSingleton<InFlightEvents>();
        services.AddHostedService(static provider => provider.GetRequiredService<InFlightEvents>());
    }

    /// <summary>Maps the event endpoint and the probes.</summary>
    public static void MapEventEndpoint(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        Endpoints.Map(app);
    }

    /// <summary>How long the endpoint finishes events in progress at shutdown, before the settings have been validated.</summary>
    public static TimeSpan DrainTimeoutOfEventEndpoint(this IServiceCollection services) => services.UnvalidatedOptions<HttpOptions>().DrainTimeout;
}
