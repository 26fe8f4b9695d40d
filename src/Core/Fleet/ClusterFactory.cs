using System.Collections.Immutable;
using Tagalong.Core.Azure;
using Tagalong.Core.Clusters;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Fleet;

/// <summary>Makes the clusters of a reading, and takes over from an earlier one those that are still the same.</summary>
internal sealed class ClusterFactory(
    ApiCallOptions calls, OwnerCacheOptions owners, LabelerOptions labeler, AzureAccess azure, Instruments instruments, TimeProvider time, Random random)
{
    /// <returns>The clusters; or null with the faults, and then none was made.</returns>
    public ClusterDirectory? TryMake(FleetReading reading, ClusterDirectory before, out IReadOnlyList<string> faults)
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
            catch (Exception fault) when (ClusterConfigurations.IsFault(fault))
            {
                found.Add(Explained(declared, fault));
            }
        }

        faults = found;
        if (found.Count == 0)
        {
            return new ClusterDirectory(reading, made.ToImmutable());
        }

        isNew.ForEach(static cluster => cluster.Retire());
        return null;
    }

    private static string Explained(DeclaredCluster declared, Exception fault) => declared.Name.IsNamed
        ? $"There is no way to the cluster {declared.Name}: {fault.Message.TrimEnd('.')}. Look at {declared.Origin}."
        : $"There is no way to the cluster: {fault.Message.TrimEnd('.')}. Set KUBECONFIG, or run in a pod that has a service account, "
            + $"or name clusters in {FleetReader.Clusters}.";

    private Cluster Make(DeclaredCluster declared, ClusterConfigurations configurations)
    {
        var connection = new ClusterConnection(RouteTo(declared, configurations), calls, declared.Options.Limits, time, random)
        {
            Measurements = new ClusterMeasurements(instruments, declared.Name),
        };
        return new Cluster(declared.Name, connection, declared.Options.Limits, owners, labeler, time);
    }

    private IClusterRoute RouteTo(DeclaredCluster declared, ClusterConfigurations configurations)
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
