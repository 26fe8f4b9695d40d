using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>How far one cluster is.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="Counts">What was done so far.</param>
/// <param name="Elapsed">How long it has been going; zero before its first answer.</param>
/// <param name="Summary">What it came to in the end; null before that.</param>
internal sealed record ClusterRow(string Cluster, SweepCounts Counts, TimeSpan Elapsed, ClusterSummary? Summary)
{
    /// <summary>How many objects there are, as far as the API server told; null where it did not.</summary>
    public long? Expected => Counts.Listed + Counts.Unlisted;

    /// <summary>How many objects a second are done with; null before there is a rate to speak of.</summary>
    public double? Rate => Elapsed > TimeSpan.Zero && Counts.Done > 0 ? Counts.Done / Elapsed.TotalSeconds : null;

    /// <summary>How long the rest will take at that rate; null where nobody knows.</summary>
    public TimeSpan? Left => Summary is null && Rate is { } rate && Expected is { } expected
        ? TimeSpan.FromSeconds(Math.Min((expected - Counts.Done) / rate, TimeSpan.FromDays(99).TotalSeconds))
        : null;

    /// <summary>What part of it is done, from 0 to 1; null where nobody knows.</summary>
    public double? Part => Summary is not null ? 1 : Expected is > 0 and { } expected ? Math.Min(1, Counts.Done / (double)expected) : null;

    /// <summary>How many objects could not be labelled.</summary>
    public long Failed => Counts.Denied + Counts.Rejected + Counts.Deferred;
}
