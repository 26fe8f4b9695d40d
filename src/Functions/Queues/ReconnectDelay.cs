namespace Tagalong.Functions.Queues;

/// <summary>How long to wait before a broker is tried again: twice as long after each failure, up to a limit, jittered. Safe for many threads.</summary>
/// <param name="longest">The limit; the first wait is a hundredth of it.</param>
/// <param name="random">For the jitter.</param>
internal sealed class ReconnectDelay(TimeSpan longest, Random random)
{
    private const int MostDoublings = 10;
    private const double FirstShare = 0.01;
    private readonly Lock _lock = new();
    private int _failures;

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        lock (_lock)
        {
            var share = Math.Min(1, FirstShare * Math.Pow(2, _failures));
            _failures = Math.Min(_failures + 1, MostDoublings);
            return longest * share * (0.5 + (Jitter() / 2));
        }
    }

    /// <summary>It worked.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _failures = 0;
        }
    }

    /// <summary>
    /// What had begun has ended. Only if it was of use, or lasted as long as the longest wait, it worked: what can always be
    /// begun and ends at once would otherwise be begun many times a second.
    /// </summary>
    public void Ended(bool wasOfUse, TimeSpan lasted)
    {
        if (wasOfUse || lasted >= longest)
        {
            Reset();
        }
    }

    private double Jitter()
    {
        lock (random)
        {
            return random.NextDouble();
        }
    }
}
