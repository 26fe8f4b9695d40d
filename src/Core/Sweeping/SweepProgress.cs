using Tagalong.Core.Objects;

namespace Tagalong.Core.Sweeping;

/// <summary>The progress of one cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Counts">What was done so far.</param>
public readonly record struct SweepProgress(ClusterName Cluster, SweepCounts Counts)
{
    /// <summary>The result; null until the cluster is done.</summary>
    public ClusterSummary? Summary { get; init; }
}
