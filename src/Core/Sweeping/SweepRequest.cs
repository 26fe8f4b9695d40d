using System.Collections.Immutable;
using Tagalong.Core.Applying;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Sweeping;

/// <summary>What to sweep.</summary>
public sealed record SweepRequest
{
    /// <summary>The names of the clusters; empty for all of them.</summary>
    public ImmutableArray<string> Clusters { get; init; } = [];

    /// <summary>The clusters that the requester may sweep. Others count as unknown.</summary>
    /// <value>Default: all of them.</value>
    public ClusterFilter Scope { get; init; } = ClusterFilter.All;

    /// <summary>The namespaces; empty for all of them. Each is listed separately, so other namespaces cost no call.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>A label selector in the syntax of <c>kubectl -l</c> that the API server applies to targets; empty for all of them.</summary>
    public string Selector { get; init; } = "";

    /// <summary>Whether labels are written, planned only, or sent as a dry run.</summary>
    public WriteMode Mode { get; init; }

    /// <summary>Whether another request means the same sweep of a cluster.</summary>
    internal bool AsksTheSameAs(SweepRequest other) =>
        Mode == other.Mode && Selector == other.Selector && Namespaces.Order(StringComparer.Ordinal).SequenceEqual(other.Namespaces.Order(StringComparer.Ordinal));
}
