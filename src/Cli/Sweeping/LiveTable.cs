using Spectre.Console;

namespace Tagalong.Cli.Sweeping;

/// <summary>On a terminal: a table that moves, a row per cluster, and is gone in the end.</summary>
internal sealed class LiveTable(IAnsiConsole console, TimeProvider time) : ISweepDisplay
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public async Task ShowAsync(SweepBoard board, Task sweep) =>
        await console.Live(Draw(board)).AutoClear(true).StartAsync(async live =>
        {
            while (!sweep.IsCompleted)
            {
                live.UpdateTarget(Draw(board));
                await Task.WhenAny(sweep, Task.Delay(Pause, time, CancellationToken.None));
            }
        });

    private Table Draw(SweepBoard board)
    {
        const int aroundTheRows = 6;
        return SweepTable.Of(board.Rows, console.Profile.Width, Math.Max(1, console.Profile.Height - aroundTheRows));
    }
}
