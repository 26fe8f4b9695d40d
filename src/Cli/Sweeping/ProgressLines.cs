using System.Globalization;
using Tagalong.Cli.Output;

namespace Tagalong.Cli.Sweeping;

/// <summary>Where nobody watches: a line for each cluster every few seconds, and one when it ends.</summary>
internal sealed class ProgressLines(TextWriter error, TimeProvider time) : ISweepDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Whether the sweep is one that nobody needs to be told the end of: only a long one is told of.</summary>
    public bool IsQuick { get; init; }

    /// <inheritdoc/>
    public async Task ShowAsync(SweepBoard board, Task sweep)
    {
        var ended = new HashSet<string>(StringComparer.Ordinal);
        var last = time.GetTimestamp();
        while (!sweep.IsCompleted)
        {
            await Task.WhenAny(sweep, Task.Delay(Pause, time, CancellationToken.None));
            var rows = board.Rows;
            TellEnded(rows, ended);
            if (time.GetElapsedTime(last) >= Interval)
            {
                last = time.GetTimestamp();
                foreach (var row in rows.Where(static row => row.Summary is null))
                {
                    error.WriteLine(LineOf(row));
                }
            }

            await error.FlushAsync(CancellationToken.None);
        }

        TellEnded(board.Rows, ended);
        await error.FlushAsync(CancellationToken.None);
    }

    private static string LineOf(ClusterRow row)
    {
        var counts = row.Counts;
        if (counts.Pages == 0)
        {
            return $"{Printable.Of(row.Cluster)}: no answer yet";
        }

        var of = row.Expected is { } expected ? string.Create(CultureInfo.InvariantCulture, $" of {expected}") : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"{Printable.Of(row.Cluster)}: {counts.Done}{of} objects, {counts.Labeled} to label, {row.Failed} failed; {Durations.Rate(row.Rate)}, {Durations.Left(row.Left)}");
    }

    private void TellEnded(IReadOnlyList<ClusterRow> rows, HashSet<string> ended)
    {
        foreach (var row in rows.Where(row => !IsQuick && row.Summary is not null && ended.Add(row.Cluster)))
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Printable.Of(row.Cluster)}: {SweepWords.Of(row.Summary!.End)} after {row.Counts.Done} objects in {Durations.Of(row.Elapsed)}"));
        }
    }
}
