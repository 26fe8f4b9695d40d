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
using Tagalong.Core.Proxies;
using Tagalong.Core.Reporting;
using Tagalong.Core.Settings;
using Tagalong.Core.Sweeping;
using Tagalong.Core.Telemetry;
using Tagalong.Core.Watching;

namespace Tagalong.Core;

/// <summary>The composition root of the core.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds the labeler, the sweeper and everything that they need.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration: the section <c>Tagalong</c>, and <c>KUBECONFIG</c>.</param>
    public static IServiceCollection AddTagalong(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var tagalong = configuration.GetSection("Tagalong");
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
#pragma warning disable RS0030 // The one place that takes it: all others are handed a Random, which must be safe for many threads as this one is.
        services.TryAddSingleton(Random.Shared);
#pragma warning restore RS0030

        // .NET's own reading of these variables differs from that of kubectl and every other Go program.
        var proxies = EnvironmentProxy.Use();
        services.AddSingleton(provider => new StartupValidation(
            configuration, provider.GetServices<KnownSettings>(), provider.GetServices<IValidatedOptions>(), proxies.Errors));
        services.AddKnownSettings<WatchOptions>("Tagalong:Watch");
        foreach (var section in FleetLoader.KnownSettings)
        {
            services.AddSingleton(section);
        }

        services.AddValidatedOptions(tagalong.GetSection("Labeler"), static section => section.Get<LabelerOptions>());
        services.AddValidatedOptions(tagalong.GetSection("ApiCalls"), static section => section.Get<ApiCallOptions>());
        services.AddValidatedOptions(tagalong.GetSection("Owners"), static section => section.Get<OwnerCacheOptions>());
        services.AddValidatedOptions(tagalong.GetSection("Sweep"), static section => section.Get<SweepOptions>());
        services.AddValidatedOptions(tagalong.GetSection("Fleet"), static section => section.Get<FleetOptions>());
        services.AddValidatedOptions(
            tagalong.GetSection("Azure"),
            section => WithEnvironment(section.Get<AzureOptions>() ?? new(), configuration),
            new AzureOptionsValidation());
        services.AddSingleton<AzureAccess>();

        var validation = new PolicyOptionsValidator();
        services.AddValidatedOptions(tagalong.GetSection("Policies"), static section => section.Get<PolicyOptions>(), validation);
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

    /// <summary>Adds the relay, after <see cref="AddTagalong"/>. The caller adds the <see cref="IEventSink"/>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The configuration: the section <c>Tagalong:Watch</c>.</param>
    public static IServiceCollection AddRelay(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddValidatedOptions(configuration.GetSection("Tagalong:Watch"), static section => section.Get<WatchOptions>());
        services.AddSingleton<RelayMeasurements>();
        services.AddSingleton<Relay>();
        return services;
    }

    /// <summary>Adds the variables that AKS's workload identity and the Azure SDK define.</summary>
    private static AzureOptions WithEnvironment(AzureOptions azure, IConfiguration configuration)
    {
        azure.ClientId ??= configuration["AZURE_CLIENT_ID"];
        azure.TenantId ??= configuration["AZURE_TENANT_ID"];
        azure.FederatedTokenFile ??= configuration["AZURE_FEDERATED_TOKEN_FILE"];
        azure.AuthorityHost ??= Uri.TryCreate(configuration["AZURE_AUTHORITY_HOST"], UriKind.Absolute, out var authority) ? authority : null;
        return azure;
    }
}
