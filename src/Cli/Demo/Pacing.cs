namespace Tagalong.Cli.Demo;

/// <summary>Waits between the steps of a release.</summary>
internal sealed class Pacing(Pace pace, TimeProvider time)
{
    /// <summary>Enough to read the line that came last.</summary>
    private static readonly TimeSpan LongestBriefGap = TimeSpan.FromSeconds(1.4);

    /// <summary>Waits for as long as a gap lasts at this pace.</summary>
    /// <param name="milliseconds">The gap as it was recorded.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task WaitAsync(int milliseconds, CancellationToken cancellationToken)
    {
        var recorded = TimeSpan.FromMilliseconds(milliseconds);
        var gap = pace switch
        {
            Pace.Brief => recorded < LongestBriefGap ? recorded : LongestBriefGap,
            Pace.Fast => TimeSpan.Zero,
            Pace.Recorded => recorded,
        };
        return Task.Delay(gap, time, cancellationToken);
    }
}
