using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>Prints the result of a sweep for people.</summary>
internal static class SweepText
{
    public static void Write(IAnsiConsole console, SweepSummary summary)
    {
        var lines = new Lines(console);
        console.Write(SweepTable.Of(summary, console.Profile.Width));
        foreach (var cluster in summary.Clusters.Where(static cluster => cluster.Detail is not null || cluster.Reason is not null))
        {
            lines.Write($"{cluster.Cluster}: {Wording.ErrorOf(cluster)}", LineStyle.Red);
            foreach (var failure in cluster.ObjectFailures.Where(failure => failure.Detail != cluster.Detail))
            {
                lines.Write($"{cluster.Cluster}: {Wording.ErrorOf(failure)}", LineStyle.Red);
            }
        }

        var kept = summary.Clusters.SelectMany(static cluster => cluster.Kept).GroupBy(static pair => pair.Key, static pair => pair.Value)
            .Select(static group => (Reason: group.Key, Count: group.Sum())).OrderByDescending(static pair => pair.Count);
        foreach (var (reason, count) in kept)
        {
            lines.Write($"{Numbers.Of(count, "label")} not added: {Wording.Of(reason)}.");
        }

        lines.Write($"{summary.Id}: {Wording.Written(summary)}.");
        lines.Flush();
    }
}
