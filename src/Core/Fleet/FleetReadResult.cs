using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>What reading the configuration of the fleet gave.</summary>
/// <param name="Clusters">The clusters without a fault; one without a name where none is configured.</param>
/// <param name="Limits">The limits of clusters that have none of their own.</param>
/// <param name="Faults">What is wrong, a sentence each; empty where all is well.</param>
internal sealed record FleetReadResult(ImmutableArray<ClusterDefinition> Clusters, ClusterLimitOptions Limits, ImmutableArray<string> Faults)
{
    /// <summary>What was imported of Azure's lists.</summary>
    public ImmutableArray<AzureImport> Imports { get; init; } = [];

    /// <summary>The names that stand for several clusters of Azure's lists, and so for none; each with a sentence that says which.</summary>
    public ImmutableSortedDictionary<string, string> Ambiguous { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What the clusters are connected by.</summary>
    public required ClientConfigurations Configurations { get; init; }

    /// <summary>Whether all that is imported has been listed once.</summary>
    public bool IsComplete => Imports.All(static import => import.Seen.IsKnown);

    /// <summary>Whether a listing found other clusters since.</summary>
    public bool IsOvertaken => Imports.Any(static import => import.IsOvertaken);

    /// <summary>Whether another reading saw the very same listings.</summary>
    public bool SawTheSameAs(FleetReadResult other) => Imports.Select(Sight).SequenceEqual(other.Imports.Select(Sight));

    /// <summary>Whether another reading would make the very same clusters.</summary>
    public bool SaysTheSameAs(FleetReadResult other) => Clusters.Select(Identity).SequenceEqual(other.Clusters.Select(Identity));

    private static (object, object, string) Sight(AzureImport import) => (import.Listing, import.Seen, import.Names.Text);

    private static (ClusterName, string, string) Identity(ClusterDefinition cluster) =>
        (cluster.Name, cluster.Stamp, string.Join('\n', cluster.Options.Sources));
}
