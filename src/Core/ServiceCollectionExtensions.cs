using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Azure;
using Tagalong.Core.Clusters;
using Tagalong.Core.Fleet;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Policies;
using Tagalong.Core.Sweeping;
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
        services.TryAddSingleton(_ => new Random());

        services.AddOptions<LabelerOptions>().Bind(tagalong.GetSection("Labeler")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LabelerOptions>, LabelerOptionsValidator>();
        services.AddSingleton<IValidateOptions<LabelerOptions>>(new KnownSettings<LabelerOptions>(tagalong.GetSection("Labeler")));
        services.AddOptions<ApiCallOptions>().Bind(tagalong.GetSection("ApiCalls")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ApiCallOptions>, ApiCallOptionsValidator>();
        services.AddSingleton<IValidateOptions<ApiCallOptions>>(new KnownSettings<ApiCallOptions>(tagalong.GetSection("ApiCalls")));
        services.AddOptions<OwnerCacheOptions>().Bind(tagalong.GetSection("Owners")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<OwnerCacheOptions>, OwnerCacheOptionsValidator>();
        services.AddSingleton<IValidateOptions<OwnerCacheOptions>>(new KnownSettings<OwnerCacheOptions>(tagalong.GetSection("Owners")));
        services.AddOptions<FleetOptions>().Bind(tagalong.GetSection("Fleet")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<FleetOptions>, FleetOptionsValidator>();
        services.AddSingleton<IValidateOptions<FleetOptions>>(new KnownSettings<FleetOptions>(tagalong.GetSection("Fleet")));

        services.AddOptions<AzureOptions>().Bind(tagalong.GetSection("Azure")).PostConfigure(azure => TakeFromEnvironment(azure, configuration)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureOptions>, AzureOptionsValidator>();
        services.AddSingleton<IValidateOptions<AzureOptions>>(new KnownSettings<AzureOptions>(tagalong.GetSection("Azure")));
        services.AddSingleton(static provider => new EntraTokens(provider.GetRequiredService<AzureAccess>()));
        services.AddSingleton(static provider => new StorageQueues(provider.GetRequiredService<AzureAccess>()));
        services.AddSingleton<AzureAccess>();

        services.AddOptions<PolicyOptions>().Bind(tagalong.GetSection("Policies")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<PolicyOptions>>(new KnownSettings<PolicyOptions>(tagalong.GetSection("Policies")));
        services.AddSingleton<PolicyValidation>();
        services.AddSingleton<IValidateOptions<PolicyOptions>>(static provider => provider.GetRequiredService<PolicyValidation>());
        services.AddSingleton(static provider => provider.GetRequiredService<PolicyValidation>().PolicyOf(provider.GetRequiredService<IOptions<PolicyOptions>>()));

        services.AddSingleton(provider => new ClusterCatalog(
            configuration,
            provider.GetRequiredService<IOptions<FleetOptions>>(),
            provider.GetRequiredService<IOptions<ApiCallOptions>>(),
            provider.GetRequiredService<IOptions<OwnerCacheOptions>>(),
            provider.GetRequiredService<IOptions<LabelerOptions>>(),
            provider.GetRequiredService<AzureAccess>(),
            provider.GetRequiredService<Instruments>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<ClusterCatalog>>()));
        services.AddSingleton<Instruments>();
        services.AddSingleton<OutcomeReporter>();
        services.AddSingleton<Labeler>();
        services.AddOptions<SweepOptions>().Bind(tagalong.GetSection("Sweep")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SweepOptions>, SweepOptionsValidator>();
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
        services.AddOptions<WatchOptions>().Bind(configuration.GetSection("Tagalong:Watch")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WatchOptions>, WatchOptionsValidator>();
        services.AddSingleton<RelayMeasurements>();
        services.AddSingleton<DeadLetters>();
        services.AddSingleton<Relay>();
        return services;
    }

    /// <summary>The variables that AKS's workload identity, and all that uses Azure, go by.</summary>
    private static void TakeFromEnvironment(AzureOptions azure, IConfiguration configuration)
    {
        azure.ClientId ??= configuration["AZURE_CLIENT_ID"];
        azure.TenantId ??= configuration["AZURE_TENANT_ID"];
        azure.FederatedTokenFile ??= configuration["AZURE_FEDERATED_TOKEN_FILE"];
        azure.AuthorityHost ??= Uri.TryCreate(configuration["AZURE_AUTHORITY_HOST"], UriKind.Absolute, out var authority) ? authority : null;
    }
}
