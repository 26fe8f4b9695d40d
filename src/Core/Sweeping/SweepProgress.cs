using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>How far the sweep of one cluster is.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Counts">What it came to so far.</param>
/// <param name="Outcome">What just came of one object: labels, or a failure; null where nothing did, and where it has what it should have.</param>
public readonly record struct SweepProgress(ClusterName Cluster, SweepCounts Counts, Outcome? Outcome)
{
    /// <summary>What it came to in the end; null before that.</summary>
    public ClusterSummary? Summary { get; init; }
}
