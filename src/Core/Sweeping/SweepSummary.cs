using System.Collections.Immutable;
using Tagalong.Core.Applying;

namespace Tagalong.Core.Sweeping;

/// <summary>The result of a sweep.</summary>
/// <param name="Id">The sweep's id. Log lines of objects have it as the event's id.</param>
/// <param name="Mode">Whether labels were written.</param>
/// <param name="Clusters">The result of each cluster.</param>
/// <param name="Duration">How long the sweep took.</param>
public sealed record SweepSummary(string Id, WriteMode Mode, ImmutableArray<ClusterSummary> Clusters, TimeSpan Duration)
{
    /// <summary>Whether every cluster is complete: nothing was denied, rejected or deferred.</summary>
    public bool IsComplete => Clusters.All(static cluster => cluster.End == SweepEnd.Complete);
}
