using Tagalong.Core.Concurrency;

namespace Tagalong.Server.Queues;

/// <summary>How long to wait before a broker is tried again. Safe for many threads.</summary>
/// <param name="longest">The longest wait; the first wait is a hundredth of it.</param>
/// <param name="random">For the jitter.</param>
internal sealed class ReconnectDelay(TimeSpan longest, Random random)
{
    private const double FirstShare = 0.01;

    private readonly ExponentialBackoff _backoff = new(longest * FirstShare, longest, random);
    private int _failures;

    /// <summary>The next wait.</summary>
    public TimeSpan Next() => _backoff.After(Interlocked.Increment(ref _failures));

    /// <summary>An attempt succeeded: the waits start over.</summary>
    public void Reset() => Interlocked.Exchange(ref _failures, 0);

    /// <summary>
    /// What the attempt began has ended. It counts as a success only if it was of use or lasted as long as the longest wait:
    /// a connection that opens and closes at once would otherwise be opened many times a second.
    /// </summary>
    public void Ended(bool wasOfUse, TimeSpan lasted)
    {
        if (wasOfUse || lasted >= longest)
        {
            Reset();
        }
    }
}
