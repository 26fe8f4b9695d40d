namespace Tagalong.Core.Watching;

/// <summary>How long to wait before the next attempt: twice as long after each failure, up to a limit, jittered.</summary>
internal sealed class Backoff(WatchOptions options, Random random)
{
    private const int MostDoublings = 20;

    /// <summary>The wait after so many failures in a row; not less than what was asked for, as far as the limit allows.</summary>
    public TimeSpan After(int failures, TimeSpan? askedFor)
    {
        var doubled = options.RetryDelay * Math.Pow(2, Math.Clamp(failures - 1, 0, MostDoublings));
        var longest = doubled < options.LongestRetryDelay ? doubled : options.LongestRetryDelay;
        double share;
        lock (random)
        {
            share = 0.5 + (random.NextDouble() / 2);
        }

        var wait = longest * share;
        return askedFor > wait ? (askedFor < options.LongestRetryDelay ? askedFor.Value : options.LongestRetryDelay) : wait;
    }
}
