using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>The fleet as read from the configuration.</summary>
/// <param name="Clusters">The clusters; one without a name where none is configured.</param>
/// <param name="Errors">What is wrong with the configuration as a whole, a sentence each.</param>
internal sealed record FleetConfiguration(ImmutableArray<ClusterDefinition> Clusters, ImmutableArray<string> Errors)
{
    /// <summary>The imports from Azure.</summary>
    public ImmutableArray<AzureImport> Imports { get; init; } = [];

    /// <summary>The names that several imported clusters have, so that none of them is served by it; each with a sentence that lists the clusters.</summary>
    public ImmutableSortedDictionary<string, string> Ambiguous { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Makes the clusters' endpoints.</summary>
    public required EndpointFactory Endpoints { get; init; }

    /// <summary>Whether every import has been listed once.</summary>
    public bool IsComplete => Imports.All(static import => import.Seen is not null);

    /// <summary>Whether a listing has found other clusters since.</summary>
    public bool IsOutdated => Imports.Any(static import => import.IsOutdated);

    /// <summary>Whether an import may have a cluster that is not among those seen. The listings that are too old to know are refreshed.</summary>
    /// <param name="name">The cluster's name, or null or empty for any cluster.</param>
    public bool ImportsMayHave(string? name) => Imports.Aggregate(false, (mayHave, import) => mayHave | import.MayHave(name));

    /// <summary>Whether another configuration has the same imports, with the same listed clusters.</summary>
    public bool HasSameImports(FleetConfiguration other) => Imports.Select(Identity).SequenceEqual(other.Imports.Select(Identity));

    /// <summary>Whether another configuration makes the same clusters.</summary>
    public bool HasSameClusters(FleetConfiguration other) => Clusters.Select(Identity).SequenceEqual(other.Clusters.Select(Identity));

    private static (object, object?, string) Identity(AzureImport import) => (import.Listing, import.Seen, import.Names.Text);

    private static (ClusterName, string, string) Identity(ClusterDefinition cluster) =>
        (cluster.Name, cluster.Stamp, string.Join('\n', cluster.Options.Sources));
}
