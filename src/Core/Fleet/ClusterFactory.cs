using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Owners;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Fleet;

/// <summary>Makes the clusters of a configuration, and keeps those of an earlier one that have not changed.</summary>
internal sealed class ClusterFactory(
    ApiCallOptions calls, OwnerCacheOptions owners, LabelerOptions labeler, AzureAccess azure, Instruments instruments, TimeProvider time, Random random)
{
    /// <returns>The clusters; or null and the errors.</returns>
    public FleetSnapshot? TryMake(FleetConfiguration configuration, FleetSnapshot before, out IReadOnlyList<string> errors)
    {
        if (!configuration.Errors.IsEmpty)
        {
            errors = configuration.Errors;
            return null;
        }

        var known = before.Configuration.Clusters.Zip(before.Clusters).ToDictionary(static pair => pair.First.Name, static pair => pair);
        var made = ImmutableArray.CreateBuilder<Cluster>();
        var found = new List<string>();
        var added = new List<Cluster>();
        foreach (var definition in configuration.Clusters)
        {
            if (known.TryGetValue(definition.Name, out var same) && same.First.Stamp == definition.Stamp)
            {
                made.Add(same.Second);
                continue;
            }

            try
            {
                var cluster = Make(definition, configuration.Configurations);
                made.Add(cluster);
                added.Add(cluster);
            }
            catch (Exception exception) when (ClientConfigurationFactory.IsConfigurationError(exception))
            {
                found.Add(Explain(definition, exception));
            }
        }

        errors = found;
        if (found.Count == 0)
        {
            return new FleetSnapshot(configuration, made.ToImmutable());
        }

        added.ForEach(static cluster => cluster.Retire());
        return null;
    }

    private static string Explain(ClusterDefinition definition, Exception exception) => definition.Name.IsNamed
        ? $"Cannot connect to the cluster {definition.Name}: {exception.Message.TrimEnd('.')}. Check {definition.Origin}."
        : $"Cannot connect to a cluster: {exception.Message.TrimEnd('.')}. Set KUBECONFIG, or run in a pod with a service account, "
            + $"or add clusters in {FleetLoader.Clusters}.";

    private Cluster Make(ClusterDefinition definition, ClientConfigurationFactory configurations)
    {
        var connection = new ApiServerClient(LocatorOf(definition, configurations), calls, definition.Options.Limits, time, random)
        {
            Measurements = new ClusterMeasurements(instruments, definition.Name),
        };
        return new Cluster(definition.Name, connection, definition.Options.Limits, owners, labeler, time);
    }

    private IApiServerLocator LocatorOf(ClusterDefinition definition, ClientConfigurationFactory configurations)
    {
        if (definition.Options is { Access: ClusterAccess.Azure, ResourceId: { Length: > 0 } id, AllowLocalAccounts: var allowLocalAccounts })
        {
            return azure.Locate(id, allowLocalAccounts, calls.AttemptTimeout);
        }

        var configuration = definition.Name.IsNamed ? configurations.Create(definition.Options) : configurations.Ambient();
        if (definition.Options.Access == ClusterAccess.Azure)
        {
            configuration.TokenProvider = azure.TokenFor(EntraToken.AksScope);
        }

        return new ApiServerTransport(configuration, calls.AttemptTimeout);
    }
}
