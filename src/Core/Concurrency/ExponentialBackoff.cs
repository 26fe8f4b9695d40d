namespace Tagalong.Core.Concurrency;

/// <summary>How long to wait before the next attempt: twice as long after each failure, up to a limit, with jitter.</summary>
/// <param name="first">The longest wait after the first failure.</param>
/// <param name="longest">The longest wait after any failure.</param>
/// <param name="random">The jitter: the wait is between half of the longest and all of it.</param>
public sealed class ExponentialBackoff(TimeSpan first, TimeSpan longest, Random random)
{
    private const int MostDoublings = 20;

    /// <summary>The wait before the next attempt.</summary>
    /// <param name="failures">How many attempts in a row have failed.</param>
    /// <param name="requested">The wait that the other side asked for, or null: the result is not shorter, within the limit.</param>
    public TimeSpan After(int failures, TimeSpan? requested = null)
    {
        var doubled = first * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        var limit = doubled < longest ? doubled : longest;
        var wait = limit * (0.5 + (random.NextDouble() / 2));
        return requested > wait ? (requested < longest ? requested.Value : longest) : wait;
    }
}
