using Tagalong.Core.Settings;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Http;
using Tagalong.Hosting.OutcomeEvents;
using Tagalong.Hosting.Telemetry;

namespace Tagalong.Hosting;

/// <summary>The settings that hosts share.</summary>
public static class HostingSettings
{
    /// <summary>Adds the names of these settings, so that the start of any process finds a misspelt one.</summary>
    public static IServiceCollection AddHostingSettings(this IServiceCollection services) => services
        .AddKnownSettings<HttpOptions>("Tagalong:Http")
        .AddKnownSettings<SenderOptions>("Tagalong:Senders")
        .AddKnownSettings<ApiKeyOptions>("Tagalong:Senders:ApiKeys:*")
        .AddKnownSettings<IssuerOptions>("Tagalong:Senders:Issuers:*")
        .AddKnownSettings<OutcomeEventOptions>("Tagalong:OutcomeEvents")
        .AddKnownSettings<TelemetryOptions>("Tagalong:Telemetry");
}
