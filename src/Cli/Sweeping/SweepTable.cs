using System.Globalization;
using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>The table of clusters, while they are swept and afterwards. Narrow windows get fewer columns.</summary>
internal static class SweepTable
{
    private const int WideEnough = 100;
    private const int WideEnoughForAll = 130;

    /// <summary>As it is now.</summary>
    /// <param name="rows">The clusters.</param>
    /// <param name="width">How wide the window is.</param>
    /// <param name="mostRows">How many rows it has room for; those that are not done come first.</param>
    public static Table Of(IReadOnlyList<ClusterRow> rows, int width, int mostRows)
    {
        var isWide = width >= WideEnough;
        var table = New("Cluster", "Progress");
        AddNumbers(table, isWide ? ["Objects", "Labelled", "Unchanged", "Failed", "Rate", "Left"] : ["Objects", "Labelled", "Left"]);
        IEnumerable<ClusterRow> shown = rows.Count <= mostRows ? rows : rows.OrderBy(static row => row.Summary is not null).Take(mostRows);
        foreach (var row in shown)
        {
            var counts = row.Counts;
            string[] numbers = isWide
                ? [Number(counts.Listed), Number(counts.Labeled), Number(counts.Unchanged), Number(row.Failed), Durations.Rate(row.Rate), LeftOf(row)]
                : [Number(counts.Listed), Number(counts.Labeled), LeftOf(row)];
            table.AddRow([Name(row.Cluster), Bar(row, isWide ? 24 : 10), .. numbers.Select(static number => new Text(number))]);
        }

        return rows.Count > mostRows ? table.Caption(string.Create(CultureInfo.InvariantCulture, $"and {rows.Count - mostRows} more")) : table;
    }

    /// <summary>As it ended.</summary>
    public static Table Of(SweepSummary summary, int width)
    {
        var isWide = width >= WideEnoughForAll;
        var table = New("Cluster", "Ended");
        AddNumbers(table, isWide
            ? ["Objects", "Labelled", "Unchanged", "No rule", "Failed", "Added", "Changed", "Removed", "Not given", "Took"]
            : ["Objects", "Labelled", "Unchanged", "Failed"]);
        foreach (var cluster in summary.Clusters)
        {
            var counts = cluster.Counts;
            var failed = Number(counts.Denied + counts.Rejected + counts.Deferred);
            string[] numbers = isWide
                ? [
                    Number(counts.Listed), Number(counts.Labeled), Number(counts.Unchanged), Number(counts.Ignored + counts.Gone), failed,
                    Number(counts.LabelsAdded), Number(counts.LabelsChanged), Number(counts.LabelsRemoved), Number(cluster.Kept.Values.Sum()), Durations.Of(cluster.Duration)]
                : [Number(counts.Listed), Number(counts.Labeled), Number(counts.Unchanged), failed];
            table.AddRow([Name(cluster.Cluster.ToString()), End(cluster), .. numbers.Select(static number => new Text(number))]);
        }

        return table;
    }

    private static Table New(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Text(column)));
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

    private static Text End(ClusterSummary cluster) => new(SweepWords.Of(cluster.End), cluster.End switch
    {
        SweepEnd.Complete => new Style(Color.Green),
        SweepEnd.Incomplete or SweepEnd.Cancelled => new Style(Color.Yellow),
        SweepEnd.Failed or SweepEnd.Refused => new Style(Color.Red),
    });

    private static Text Bar(ClusterRow row, int width)
    {
        if (row.Summary is { } summary)
        {
            return End(summary);
        }

        if (row.Counts.Pages == 0)
        {
            return new Text("no answer yet", new Style(decoration: Decoration.Dim));
        }

        if (row.Part is not { } part)
        {
            return new Text("listing", new Style(Color.Blue));
        }

        var done = part > 0 ? Math.Max(1, (int)(part * width)) : 0;
        return new Text(string.Create(CultureInfo.InvariantCulture, $"{new string('━', done)}{new string('╌', width - done)} {part * 100:0}%"), new Style(Color.Blue));
    }

    private static string LeftOf(ClusterRow row) =>
        row.Summary is not null ? Durations.Of(row.Elapsed)
        : row.Left is { } left ? Durations.Of(TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds)))
        : "";

    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);
}
