using System.Collections.Immutable;
using Tagalong.Core.Applying;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Sweeping;

/// <summary>What is to be swept.</summary>
public sealed record SweepRequest
{
    /// <summary>The names of the clusters; empty for all.</summary>
    public ImmutableArray<string> Clusters { get; init; } = [];

    /// <summary>The clusters that whoever asks may have swept; of others nothing is said.</summary>
    /// <value>Default: all of them.</value>
    public ClusterFilter Scope { get; init; } = ClusterFilter.All;

    /// <summary>The namespaces; empty for all. Each is listed by itself, so others cost nothing.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>A label selector, as <c>kubectl -l</c> takes it, that the API server chooses targets by; empty for all of them.</summary>
    public string Selector { get; init; } = "";

    /// <summary>Whether labels are written, or only planned, or tried.</summary>
    public WriteMode Mode { get; init; }

    /// <summary>Whether another request asks for the same of each cluster.</summary>
    internal bool AsksTheSameAs(SweepRequest other) =>
        Mode == other.Mode && Selector == other.Selector && Namespaces.Order(StringComparer.Ordinal).SequenceEqual(other.Namespaces.Order(StringComparer.Ordinal));
}
