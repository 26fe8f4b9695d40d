using System.Collections.Immutable;
using Tagalong.Core.Clusters;

namespace Tagalong.Core.Fleet;

/// <summary>What reading the configuration of the fleet gave.</summary>
/// <param name="Clusters">The clusters without a fault; one without a name where none is configured.</param>
/// <param name="Limits">The limits of clusters that have none of their own.</param>
/// <param name="Faults">What is wrong, a sentence each; empty where all is well.</param>
internal sealed record FleetReading(ImmutableArray<DeclaredCluster> Clusters, ClusterLimitOptions Limits, ImmutableArray<string> Faults)
{
    /// <summary>What the clusters are connected by.</summary>
    public required ClusterConfigurations Configurations { get; init; }

    /// <summary>Whether another reading would make the very same clusters.</summary>
    public bool SaysTheSameAs(FleetReading other) => Clusters.Select(Identity).SequenceEqual(other.Clusters.Select(Identity));

    private static (ClusterName, string, string) Identity(DeclaredCluster cluster) =>
        (cluster.Name, cluster.Stamp, string.Join('\n', cluster.Options.Sources));
}
