namespace Tagalong.Cli.Demo;

internal static class PaceExtensions
{
    /// <summary>Enough time to read a line.</summary>
    private const int MaxBriefGap = 1400;

    /// <summary>The gap between two steps.</summary>
    /// <param name="pace">The pace.</param>
    /// <param name="milliseconds">The recorded gap.</param>
    public static TimeSpan GapOf(this Pace pace, int milliseconds) => TimeSpan.FromMilliseconds(pace switch
    {
        Pace.Brief => Math.Min(milliseconds, MaxBriefGap),
        Pace.Fast => 0,
        Pace.Recorded => milliseconds,
    });
}
