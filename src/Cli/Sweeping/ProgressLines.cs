using System.Globalization;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Sweeping;

/// <summary>Without a terminal: a line per cluster every five seconds, and one when it ends.</summary>
internal sealed class ProgressLines(TextWriter error, TimeProvider time, bool isDryRun) : IProgressDisplay
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Whether to print a line when a cluster ends.</summary>
    public bool ShowsEnds { get; init; } = true;

    public async Task ShowAsync(ProgressTracker progress, Task sweep)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var last = time.GetTimestamp();
        while (!sweep.IsCompleted)
        {
            await Task.WhenAny(sweep, Task.Delay(PollInterval, time, CancellationToken.None));
            var clusters = progress.Clusters;
            WriteEnded(clusters, ended);
            if (time.GetElapsedTime(last) >= Interval)
            {
                last = time.GetTimestamp();
                foreach (var cluster in clusters.Where(static cluster => cluster.Summary is null))
                {
                    error.WriteLine($"{Printable.Of(cluster.Cluster)}: {Describe(cluster)}");
                }
            }

            await error.FlushAsync(CancellationToken.None);
        }

        WriteEnded(progress.Clusters, ended);
        await error.FlushAsync(CancellationToken.None);
    }

    private string Describe(ClusterProgress cluster)
    {
        var counts = cluster.Counts;
        if (counts.Pages == 0)
        {
            return "no response yet";
        }

        var done = cluster.Expected is { } expected
            ? string.Create(CultureInfo.InvariantCulture, $"{counts.Done} of {Numbers.Of(expected, "object")}")
            : Numbers.Of(counts.Done, "object");
        var left = cluster.Left is { } span ? $"{Durations.Left(span)} left" : "time left unknown";
        return string.Create(CultureInfo.InvariantCulture,
            $"{done}, {counts.Labeled} {(isDryRun ? "to label" : "labelled")}, {cluster.Failed} failed; {Durations.Rate(cluster.Rate)}, {left}");
    }

    private void WriteEnded(IReadOnlyList<ClusterProgress> clusters, HashSet<string> ended)
    {
        foreach (var cluster in clusters.Where(cluster => ShowsEnds && cluster.Summary is not null && ended.Add(cluster.Cluster)))
        {
            error.WriteLine(
                $"{Printable.Of(cluster.Cluster)}: {Wording.Of(cluster.Summary!.End)} after {Numbers.Of(cluster.Counts.Done, "object")} in {Durations.Of(cluster.Elapsed)}");
        }
    }
}
