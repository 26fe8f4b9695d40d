using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Owners;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Fleet;

/// <summary>Makes the clusters of a configuration, and keeps those of an earlier one that have not changed.</summary>
internal sealed class ClusterFactory(
    ApiCallOptions calls, OwnerCacheOptions owners, LabelerOptions labeler, AzureAccess azure, Instruments instruments, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>
    /// Makes the clusters. One whose configuration does not work stays as it was; without an earlier state, it is there and every call to it fails.
    /// Either way it is tried again with each configuration.
    /// </summary>
    /// <param name="configuration">A configuration without errors of its own.</param>
    /// <param name="before">The clusters before.</param>
    /// <param name="faults">What is wrong with single clusters, a sentence each.</param>
    public FleetSnapshot Make(FleetConfiguration configuration, FleetSnapshot before, out IReadOnlyList<string> faults)
    {
        var known = before.Configuration.Clusters.Zip(before.Clusters).ToDictionary(static pair => pair.First.Name, static pair => pair);
        var definitions = ImmutableArray.CreateBuilder<ClusterDefinition>();
        var made = ImmutableArray.CreateBuilder<Cluster>();
        var found = new List<string>();
        foreach (var definition in configuration.Clusters)
        {
            var (earlierDefinition, earlier) = known.GetValueOrDefault(definition.Name);
            if (earlier is not null && earlierDefinition.Stamp == definition.Stamp)
            {
                definitions.Add(definition);
                made.Add(earlier);
                continue;
            }

            try
            {
                made.Add(Make(definition, LocatorOf(definition, configuration.Endpoints)));
                definitions.Add(definition);
            }
            catch (Exception exception) when (exception is EndpointException or FormatException or IOException or UnauthorizedAccessException)
            {
                var fault = Explain(definition, exception);
                found.Add(fault);

                // Its stamp is another one than the next configuration's, so that it is tried again.
                definitions.Add(definition with { Stamp = earlier is { Fault: null } ? earlierDefinition.Stamp : $"{definition.Stamp}\n{fault}" });
                made.Add(earlier is not null && (earlier.Fault is null || earlier.Fault == fault) ? earlier : Make(definition, new FaultyEndpoint(fault), fault));
            }
        }

        faults = found;
        return new FleetSnapshot(configuration with { Clusters = definitions.ToImmutable() }, made.ToImmutable());
    }

    private static string Explain(ClusterDefinition definition, Exception exception) => definition.Name.IsNamed
        ? $"Cannot connect to the cluster {definition.Name}: {exception.Message.TrimEnd('.')}. Check {definition.Origin}."
        : $"Cannot connect to a cluster: {exception.Message.TrimEnd('.')}. Set KUBECONFIG, or run in a pod with a service account, "
            + $"or add clusters in {FleetLoader.Clusters}.";

    private Cluster Make(ClusterDefinition definition, IApiServerLocator locator, string? fault = null)
    {
        var connection = new ApiServerClient(locator, calls, definition.Options.Limits, time, random)
        {
            Measurements = new ClusterMeasurements(instruments, definition.Name),
        };
        return new Cluster(definition.Name, connection, definition.Options.Limits, owners, labeler, time) { Fault = fault };
    }

    private IApiServerLocator LocatorOf(ClusterDefinition definition, EndpointFactory endpoints)
    {
        if (definition.Error is { } error)
        {
            throw new EndpointException(error);
        }

        if (definition.Options is { Access: ClusterAccess.Azure, ResourceId: { Length: > 0 } id, AllowLocalAccounts: var allowLocalAccounts })
        {
            return azure.Locate(id, allowLocalAccounts, calls.AttemptTimeout);
        }

        var endpoint = definition.Options.Access == ClusterAccess.Azure
            ? EndpointFactory.Direct(definition.Options, azure.TokenFor(EntraToken.AksScope))
            : endpoints.Create(definition.Options, definition.Context);
        return new ApiServerTransport(endpoint, calls.AttemptTimeout, time, logger);
    }
}
