using Tagalong.Core.Concurrency;

namespace Tagalong.Server.Queues;

/// <summary>Counts the failures of a connection, and says how long to wait before the next attempt. Thread-safe.</summary>
/// <param name="longest">The longest wait; the first wait is a hundredth of it.</param>
/// <param name="random">For the jitter.</param>
internal sealed class ReconnectDelay(TimeSpan longest, Random random)
{
    private const double FirstShare = 0.01;

    private readonly ExponentialBackoff _backoff = new(longest * FirstShare, longest, random);
    private int _failures;

    public TimeSpan Next() => _backoff.After(Interlocked.Increment(ref _failures));

    /// <summary>An attempt succeeded.</summary>
    public void Reset() => Interlocked.Exchange(ref _failures, 0);

    /// <summary>
    /// The connection ended. It counts as a success only if it was used or lasted as long as the longest wait: otherwise one
    /// that closes at once would be opened many times a second.
    /// </summary>
    public void Ended(bool wasUsed, TimeSpan lasted)
    {
        if (wasUsed || lasted >= longest)
        {
            Reset();
        }
    }
}
