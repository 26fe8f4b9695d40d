using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Documents;

/// <summary>How reading one cluster ended, and how many objects were listed.</summary>
internal sealed record ClusterDocument(string Cluster, string End, string? Reason, string? Detail, long Objects)
{
    public static IEnumerable<ClusterDocument> Of(SweepSummary summary) => summary.Clusters.Select(static cluster =>
        new ClusterDocument(cluster.Cluster.ToString(), cluster.End.ToString(), cluster.Reason?.ToString(), cluster.Detail, cluster.Counts.Listed));
}
