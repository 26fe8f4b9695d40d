using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Owners;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Fleet;

/// <summary>Makes the clusters of a reading, and takes over from an earlier one those that are still the same.</summary>
internal sealed class ClusterFactory(
    ApiCallOptions calls, OwnerCacheOptions owners, LabelerOptions labeler, AzureAccess azure, Instruments instruments, TimeProvider time, Random random)
{
    /// <returns>The clusters; or null with the faults, and then none was made.</returns>
    public FleetSnapshot? TryMake(FleetReadResult reading, FleetSnapshot before, out IReadOnlyList<string> faults)
    {
        if (!reading.Faults.IsEmpty)
        {
            faults = reading.Faults;
            return null;
        }

        var known = before.Reading.Clusters.Zip(before.Clusters).ToDictionary(static pair => pair.First.Name, static pair => pair);
        var made = ImmutableArray.CreateBuilder<Cluster>();
        var found = new List<string>();
        var isNew = new List<Cluster>();
        foreach (var declared in reading.Clusters)
        {
            if (known.TryGetValue(declared.Name, out var same) && same.First.Stamp == declared.Stamp)
            {
                made.Add(same.Second);
                continue;
            }

            try
            {
                var cluster = Make(declared, reading.Configurations);
                made.Add(cluster);
                isNew.Add(cluster);
            }
            catch (Exception fault) when (ClientConfigurations.IsFault(fault))
            {
                found.Add(Explained(declared, fault));
            }
        }

        faults = found;
        if (found.Count == 0)
        {
            return new FleetSnapshot(reading, made.ToImmutable());
        }

        isNew.ForEach(static cluster => cluster.Retire());
        return null;
    }

    private static string Explained(ClusterDefinition declared, Exception fault) => declared.Name.IsNamed
        ? $"There is no way to the cluster {declared.Name}: {fault.Message.TrimEnd('.')}. Look at {declared.Origin}."
        : $"There is no way to the cluster: {fault.Message.TrimEnd('.')}. Set KUBECONFIG, or run in a pod that has a service account, "
            + $"or name clusters in {FleetLoader.Clusters}.";

    private Cluster Make(ClusterDefinition declared, ClientConfigurations configurations)
    {
        var connection = new ClusterConnection(RouteTo(declared, configurations), calls, declared.Options.Limits, time, random)
        {
            Measurements = new ClusterMeasurements(instruments, declared.Name),
        };
        return new Cluster(declared.Name, connection, declared.Options.Limits, owners, labeler, time);
    }

    private IClusterRoute RouteTo(ClusterDefinition declared, ClientConfigurations configurations)
    {
        if (declared.Options is { Access: ClusterAccess.Azure, ResourceId: { Length: > 0 } id, AllowLocalAccounts: var allowLocalAccounts })
        {
            return azure.RouteTo(id, allowLocalAccounts, calls.AttemptTimeout);
        }

        var configuration = declared.Name.IsNamed ? configurations.Of(declared.Options) : configurations.Ambient();
        if (declared.Options.Access == ClusterAccess.Azure)
        {
            configuration.TokenProvider = azure.Token;
        }

        return new KnownRoute(new ApiServerClient(configuration, calls.AttemptTimeout));
    }
}
