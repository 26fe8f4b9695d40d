using System.Globalization;
using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Applying;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The table of clusters, during a sweep and after it. Narrow windows get fewer columns.</summary>
internal static class SweepTable
{
    private const int WideEnough = 100;
    private const int WideEnoughForAll = 130;

    /// <summary>The progress. If more than <paramref name="maxRows"/> clusters are there, unfinished ones come first.</summary>
    public static Table Of(IReadOnlyList<ClusterProgress> clusters, int width, int maxRows, bool isDryRun)
    {
        var isWide = width >= WideEnough;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Cluster", "Progress");
        var labelled = isDryRun ? "To label" : "Labelled";
        AddNumbers(table, isWide ? ["Objects", labelled, "Unchanged", "Failed", "Rate", "Left"] : ["Objects", labelled, "Left"]);
        var shown = clusters.Count <= maxRows ? clusters : clusters.OrderBy(static cluster => cluster.Summary is not null).Take(maxRows);
        foreach (var cluster in shown)
        {
            var counts = cluster.Counts;
            string[] numbers = isWide
                ? [Numbers.Of(counts.Listed), Numbers.Of(counts.Labeled), Numbers.Of(counts.Unchanged), Numbers.Of(cluster.Failed), Durations.Rate(cluster.Rate), LeftOf(cluster)]
                : [Numbers.Of(counts.Listed), Numbers.Of(counts.Labeled), LeftOf(cluster)];
            table.AddRow([Name(cluster.Cluster), Bar(cluster, isWide ? 24 : 10), .. numbers.Select(static number => new Text(number))]);
        }

        return clusters.Count > maxRows ? table.Caption($"and {Numbers.Of(clusters.Count - maxRows)} more") : table;
    }

    /// <summary>The result.</summary>
    public static Table Of(SweepSummary summary, int width)
    {
        var isWide = width >= WideEnoughForAll;
        var table = new Table().Border(TableBorder.Rounded).AddColumns("Cluster", "Ended");
        var labelled = summary.Mode == WriteMode.Apply ? "Labelled" : "To label";
        AddNumbers(table, isWide
            ? ["Objects", labelled, "Unchanged", "No rule", "Failed", "Added", "Changed", "Removed", "Not added", "Time"]
            : ["Objects", labelled, "Unchanged", "Failed"]);
        foreach (var cluster in summary.Clusters)
        {
            var counts = cluster.Counts;
            var failed = Numbers.Of(counts.Denied + counts.Rejected + counts.Deferred);
            string[] numbers = isWide
                ? [
                    Numbers.Of(counts.Listed), Numbers.Of(counts.Labeled), Numbers.Of(counts.Unchanged), Numbers.Of(counts.Ignored + counts.Gone), failed,
                    Numbers.Of(counts.LabelsAdded), Numbers.Of(counts.LabelsChanged), Numbers.Of(counts.LabelsRemoved), Numbers.Of(cluster.Kept.Values.Sum()), Durations.Of(cluster.Duration)]
                : [Numbers.Of(counts.Listed), Numbers.Of(counts.Labeled), Numbers.Of(counts.Unchanged), failed];
            table.AddRow([Name(cluster.Cluster.ToString()), End(cluster), .. numbers.Select(static number => new Text(number))]);
        }

        return table;
    }

    private static void AddNumbers(Table table, string[] columns)
    {
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)).RightAligned().NoWrap());
        }
    }

    private static Text Name(string cluster) => new(Printable.Of(cluster), new Style(decoration: Decoration.Bold));

    private static Text End(ClusterSummary cluster) => new(Wording.Of(cluster.End), cluster.End switch
    {
        SweepEnd.Complete => new Style(Color.Green),
        SweepEnd.Incomplete or SweepEnd.Cancelled => new Style(Color.Yellow),
        SweepEnd.Failed or SweepEnd.Refused => new Style(Color.Red),
    });

    private static Text Bar(ClusterProgress cluster, int width)
    {
        if (cluster.Summary is { } summary)
        {
            return End(summary);
        }

        if (cluster.Counts.Pages == 0)
        {
            return new Text("no response yet", new Style(decoration: Decoration.Dim));
        }

        if (cluster.Part is not { } part)
        {
            return new Text("listing", new Style(Color.Blue));
        }

        var done = part > 0 ? Math.Max(1, (int)(part * width)) : 0;
        return new Text(string.Create(CultureInfo.InvariantCulture, $"{new string('━', done)}{new string('╌', width - done)} {part * 100:0}%"), new Style(Color.Blue));
    }

    private static string LeftOf(ClusterProgress cluster) =>
        cluster.Summary is not null ? Durations.Of(cluster.Elapsed)
        : cluster.Left is { } left ? Durations.Left(left)
        : "";
}
