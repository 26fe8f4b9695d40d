using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The progress of one cluster since its first response. <c>Summary</c> is null until it ends.</summary>
internal sealed record ClusterProgress(string Cluster, SweepCounts Counts, TimeSpan Elapsed, ClusterSummary? Summary)
{
    /// <summary>The number of objects according to the API server; null if it did not say.</summary>
    public long? Expected => Counts.Listed + Counts.Unlisted;

    /// <summary>Objects per second; null before the first object.</summary>
    public double? Rate => Elapsed > TimeSpan.Zero && Counts.Done > 0 ? Counts.Done / Elapsed.TotalSeconds : null;

    /// <summary>The time left at that rate; null if unknown.</summary>
    public TimeSpan? Left => Summary is null && Rate is { } rate && Expected is { } expected
        ? TimeSpan.FromSeconds(Math.Min((expected - Counts.Done) / rate, TimeSpan.FromDays(99).TotalSeconds))
        : null;

    /// <summary>The part that is done, from 0 to 1; null if unknown.</summary>
    public double? Part => Summary is not null ? 1 : Expected is > 0 and { } expected ? Math.Min(1, Counts.Done / (double)expected) : null;

    /// <summary>Objects that could not be labelled.</summary>
    public long Failed => Counts.Denied + Counts.Rejected + Counts.Deferred;
}
