using System.Text.Json;
using Tagalong.Core.Applying;

namespace Tagalong.Core.Sweeping;

/// <summary>Writes the result of a sweep as JSON, the same for every program.</summary>
public static class SweepSummaryJson
{
    /// <summary>The result on one line.</summary>
    public static string Write(SweepSummary summary) => JsonSerializer.Serialize(DocumentOf(summary), SweepJsonContext.Default.SweepSummaryDocument);

    /// <summary>Writes the result as an object.</summary>
    public static void Write(Utf8JsonWriter json, SweepSummary summary) =>
        JsonSerializer.Serialize(json, DocumentOf(summary), SweepJsonContext.Default.SweepSummaryDocument);

    private static SweepSummaryDocument DocumentOf(SweepSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return new(summary.Id, NameOf(summary.Mode), summary.IsComplete, SecondsOf(summary.Duration), summary.Clusters.Select(ResultOf));
    }

    private static SweepSummaryDocument.ClusterResult ResultOf(ClusterSummary cluster)
    {
        var counts = cluster.Counts;
        return new(
            cluster.Cluster.Value ?? "",
            cluster.End,
            cluster.Reason?.ToString(),
            cluster.Detail,
            new(counts.Listed, counts.Labeled, counts.Unchanged, counts.Ignored, counts.Gone, counts.Denied, counts.Rejected, counts.Deferred),
            new(counts.LabelsAdded, counts.LabelsChanged, counts.LabelsRemoved, cluster.Kept.ToDictionary(static kept => kept.Key.ToString(), static kept => kept.Value)),
            new(counts.Pages, counts.Reads, counts.Writes),
            SecondsOf(cluster.Duration));
    }

    private static double SecondsOf(TimeSpan duration) => Math.Round(duration.TotalSeconds, 3);

    private static string NameOf(WriteMode mode) => mode switch
    {
        WriteMode.Apply => "apply",
        WriteMode.Plan => "dry-run",
        WriteMode.Try => "server-dry-run",
    };
}
