using System.Globalization;
using Spectre.Console;
using Tagalong.Cli.Output;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>What a sweep came to, for people.</summary>
internal static class SweepText
{
    /// <summary>Writes it.</summary>
    public static void Write(IAnsiConsole console, SweepSummary summary)
    {
        var lines = new Lines(console);
        console.Write(SweepTable.Of(summary, console.Profile.Width));
        foreach (var cluster in summary.Clusters.Where(static cluster => cluster.Detail is not null || cluster.Reason is not null))
        {
            lines.Write($"{cluster.Cluster}: {FaultOf(cluster)}", Ink.Red);
        }

        var kept = summary.Clusters.SelectMany(static cluster => cluster.Kept).GroupBy(static pair => pair.Key, static pair => pair.Value)
            .Select(static group => (Reason: group.Key, Count: group.Sum())).OrderByDescending(static pair => pair.Count);
        foreach (var (reason, count) in kept)
        {
            lines.Write(string.Create(CultureInfo.InvariantCulture, $"{count} labels not given: {SweepWords.Of(reason)}."));
        }

        lines.Write($"{summary.Id}: {SweepWords.Of(summary.Mode)}.");
        lines.Flush();
    }

    /// <summary>Why a cluster is not complete, and what to look at.</summary>
    public static string FaultOf(ClusterSummary cluster)
    {
        var advice = cluster.Reason switch
        {
            OutcomeReason.Unauthenticated => " The credentials of the context are not accepted; they may have expired.",
            OutcomeReason.Forbidden => " The user of the context lacks this right; infra/kubernetes has all that are needed.",
            OutcomeReason.Unreachable or OutcomeReason.TimedOut => " Is the API server up, and can it be reached from here?",
            _ => "",
        };
        var fault = string.Join(": ", new[] { cluster.Reason?.ToString(), cluster.Detail?.TrimEnd('.') }.OfType<string>());
        return Printable.Of($"{fault}.{advice}");
    }
}
