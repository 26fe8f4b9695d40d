using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>What the sweep of one cluster came to.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="End">How it ended.</param>
public sealed record ClusterSummary(ClusterName Cluster, SweepEnd End)
{
    /// <summary>Why it is not complete: of several reasons the first that may be gone by the next sweep, else the first; or null.</summary>
    public OutcomeReason? Reason { get; init; }

    /// <summary>The same for people, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>What was done.</summary>
    public SweepCounts Counts { get; init; }

    /// <summary>How many labels of sources were not given, by the reason.</summary>
    public ImmutableSortedDictionary<SkipReason, long> Kept { get; init; } = ImmutableSortedDictionary<SkipReason, long>.Empty;

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether it was under way already, and was waited for.</summary>
    public bool WasJoined { get; init; }
}
