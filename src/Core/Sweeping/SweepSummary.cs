using System.Collections.Immutable;
using Tagalong.Core.Applying;

namespace Tagalong.Core.Sweeping;

/// <summary>What a sweep came to.</summary>
/// <param name="Id">The sweep's id; it stands in the log line of each object as the event's.</param>
/// <param name="Mode">Whether labels were written.</param>
/// <param name="Clusters">What became of each cluster.</param>
/// <param name="Duration">How long it took.</param>
public sealed record SweepSummary(string Id, WriteMode Mode, ImmutableArray<ClusterSummary> Clusters, TimeSpan Duration)
{
    /// <summary>Whether every cluster was swept to its end, with nothing denied, refused or put off.</summary>
    public bool IsComplete => Clusters.All(static cluster => cluster.End == SweepEnd.Complete);
}
