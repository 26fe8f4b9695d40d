using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>The result of sweeping one cluster.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="End">How the sweep ended.</param>
public sealed record ClusterSummary(ClusterName Cluster, SweepEnd End)
{
    /// <summary>The most failures of single objects that are kept.</summary>
    public const int MostObjectFailures = 20;

    /// <summary>Why the cluster is not complete: the first failure that the next sweep may not meet, else the first failure; or null.</summary>
    public OutcomeReason? Reason { get; init; }

    /// <summary>The same for people, or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The first failures that are an object's own, each with the object's name; at most <see cref="MostObjectFailures"/>.</summary>
    public ImmutableArray<Failure> ObjectFailures { get; init; } = [];

    /// <summary>What was done.</summary>
    public SweepCounts Counts { get; init; }

    /// <summary>How many labels of sources were not added, by reason.</summary>
    public ImmutableSortedDictionary<SkipReason, long> Kept { get; init; } = ImmutableSortedDictionary<SkipReason, long>.Empty;

    /// <summary>How long the sweep took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Whether this request joined a sweep that was already running.</summary>
    public bool WasJoined { get; init; }
}
