using Spectre.Console;

namespace Tagalong.Cli.Sweeping;

/// <summary>On a terminal: a table with one row per cluster that updates itself, and disappears at the end.</summary>
internal sealed class LiveTable(IAnsiConsole console, TimeProvider time, bool isDryRun) : IProgressDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public async Task ShowAsync(ProgressTracker progress, Task sweep) =>
        await console.Live(Draw(progress)).AutoClear(true).StartAsync(async live =>
        {
            while (!sweep.IsCompleted)
            {
                live.UpdateTarget(Draw(progress));
                await Task.WhenAny(sweep, Task.Delay(Interval, time, CancellationToken.None));
            }
        });

    private Table Draw(ProgressTracker progress)
    {
        const int linesAroundTheRows = 6;
        return SweepTable.Of(progress.Clusters, console.Profile.Width, Math.Max(1, console.Profile.Height - linesAroundTheRows), isDryRun);
    }
}
