using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Fleet;
using Tagalong.Core.Owners;
using Tagalong.Core.PolicyFiles;
using Tagalong.Core.Reporting;
using Tagalong.Core.Settings;
using Tagalong.Core.Sweeping;
using Tagalong.Core.Telemetry;
using Tagalong.Core.Watching;

namespace Tagalong.Core;

/// <summary>Puts the core together.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the labeler and all that it takes.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The configuration, of which the section <c>Tagalong</c> counts, and <c>KUBECONFIG</c>.</param>
    public static IServiceCollection AddTagalong(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var tagalong = configuration.GetSection("Tagalong");
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place that takes it: all others are handed a Random, which must be safe for many threads as this one is.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030

        var (labeler, calls, owners) = (tagalong.GetSection("Labeler"), tagalong.GetSection("ApiCalls"), tagalong.GetSection("Owners"));
        services.AddValidatedOptions(labeler, static section => section.Get<LabelerOptions>(), new LabelerOptionsValidator(), new KnownSettings<LabelerOptions>(labeler));
        services.AddValidatedOptions(calls, static section => section.Get<ApiCallOptions>(), new ApiCallOptionsValidator(), new KnownSettings<ApiCallOptions>(calls));
        services.AddValidatedOptions(owners, static section => section.Get<OwnerCacheOptions>(), new OwnerCacheOptionsValidator(), new KnownSettings<OwnerCacheOptions>(owners));
        services.AddValidatedOptions(tagalong.GetSection("Sweep"), static section => section.Get<SweepOptions>(), new SweepOptionsValidator());
        var (fleet, azure) = (tagalong.GetSection("Fleet"), tagalong.GetSection("Azure"));
        services.AddValidatedOptions(fleet, static section => section.Get<FleetOptions>(), new FleetOptionsValidator(), new KnownSettings<FleetOptions>(fleet));
        services.AddValidatedOptions(
            azure, section => WithEnvironment(section.Get<AzureOptions>() ?? new(), configuration), new AzureOptionsValidator(), new KnownSettings<AzureOptions>(azure));
        services.AddSingleton<AzureAccess>();

        var (policies, validation) = (tagalong.GetSection("Policies"), new PolicyOptionsValidator());
        services.AddValidatedOptions(policies, static section => section.Get<PolicyOptions>(), new KnownSettings<PolicyOptions>(policies), validation);
        services.AddSingleton(provider => validation.PolicyOf(provider.GetRequiredService<IOptions<PolicyOptions>>()));

        services.AddSingleton(provider => new ClusterRegistry(
            configuration,
            provider.GetRequiredService<IOptions<FleetOptions>>(),
            provider.GetRequiredService<IOptions<ApiCallOptions>>(),
            provider.GetRequiredService<IOptions<OwnerCacheOptions>>(),
            provider.GetRequiredService<IOptions<LabelerOptions>>(),
            provider.GetRequiredService<AzureAccess>(),
            provider.GetRequiredService<Instruments>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<ClusterRegistry>>()));
        services.AddSingleton<Instruments>();
        services.AddSingleton<OutcomeReporter>();
        services.AddSingleton<Labeler>();
        services.AddSingleton<Sweeper>();
        services.AddSingleton<TriggeredSweep>();
        return services;
    }

    /// <summary>Adds the relay to a core that was added already; whoever does so also adds the <see cref="IEventSink"/>.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">The configuration, of which the section <c>Tagalong:Watch</c> counts.</param>
    public static IServiceCollection AddRelay(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddValidatedOptions(configuration.GetSection("Tagalong:Watch"), static section => section.Get<WatchOptions>(), new WatchOptionsValidator());
        services.AddSingleton<RelayMeasurements>();
        services.AddSingleton<Relay>();
        return services;
    }

    /// <summary>The variables that AKS's workload identity, and all that uses Azure, go by.</summary>
    private static AzureOptions WithEnvironment(AzureOptions azure, IConfiguration configuration)
    {
        azure.ClientId ??= configuration["AZURE_CLIENT_ID"];
        azure.TenantId ??= configuration["AZURE_TENANT_ID"];
        azure.FederatedTokenFile ??= configuration["AZURE_FEDERATED_TOKEN_FILE"];
        azure.AuthorityHost ??= Uri.TryCreate(configuration["AZURE_AUTHORITY_HOST"], UriKind.Absolute, out var authority) ? authority : null;
        return azure;
    }
}
