using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>The progress of one cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Counts">What was done so far.</param>
/// <param name="Outcome">The outcome of the object that was just labeled or failed; null for other progress.</param>
public readonly record struct SweepProgress(ClusterName Cluster, SweepCounts Counts, Outcome? Outcome)
{
    /// <summary>The result; null until the cluster is done.</summary>
    public ClusterSummary? Summary { get; init; }
}
