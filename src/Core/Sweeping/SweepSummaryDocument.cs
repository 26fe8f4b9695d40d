namespace Tagalong.Core.Sweeping;

/// <summary>The JSON of a sweep's result; <c>docs/sweep.md</c> describes it.</summary>
internal sealed record SweepSummaryDocument(
    string Sweep, string Mode, bool Complete, double Seconds, IEnumerable<SweepSummaryDocument.ClusterResult> Clusters)
{
    internal sealed record ClusterResult(
        string Cluster, SweepEnd End, string? Reason, string? Detail, ObjectCounts Objects, LabelCounts Labels, CallCounts Calls, double Seconds);

    internal sealed record ObjectCounts(long Listed, long Labeled, long Unchanged, long Ignored, long Gone, long Denied, long Rejected, long Deferred);

    internal sealed record LabelCounts(long Added, long Changed, long Removed, IReadOnlyDictionary<string, long> Kept);

    internal sealed record CallCounts(long Pages, long Reads, long Writes);
}
