using System.Collections.Concurrent;

namespace Tagalong.Core.Concurrency;

/// <summary>
/// Cancels work that takes too long, or that its caller cancels. Most work ends at once, so the cancellation source and its timer are reused.
/// </summary>
/// <param name="longest">How long a piece of work may take.</param>
/// <param name="time">The clock.</param>
internal sealed class TimeLimit(TimeSpan longest, TimeProvider time)
{
    private const int MostKept = 256;

    private readonly ConcurrentBag<CancellationTokenSource> _kept = [];

    /// <summary>Starts the clock for a piece of work, until the result is disposed.</summary>
    public Running Start(CancellationToken cancellationToken)
    {
        if (!_kept.TryTake(out var source))
        {
            source = time == TimeProvider.System ? new CancellationTokenSource() : new CancellationTokenSource(longest, time);
        }

        if (time == TimeProvider.System)
        {
            source.CancelAfter(longest);
        }

        return new Running(this, source, cancellationToken);
    }

    /// <remarks>Only the timers of the system's clock can be reset.</remarks>
    private void End(CancellationTokenSource source)
    {
        if (time == TimeProvider.System && _kept.Count < MostKept && source.TryReset())
        {
            _kept.Add(source);
        }
        else
        {
            source.Dispose();
        }
    }

    /// <summary>A piece of work under the limit.</summary>
    public readonly struct Running : IDisposable
    {
        private readonly TimeLimit _limit;
        private readonly CancellationTokenSource _source;
        private readonly CancellationToken _outer;
        private readonly CancellationTokenRegistration _cancelled;

        public Running(TimeLimit limit, CancellationTokenSource source, CancellationToken outer)
        {
            (_limit, _source, _outer) = (limit, source, outer);
            _cancelled = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }

        /// <summary>Cancelled when the time is over or the caller cancels.</summary>
        public CancellationToken Token => _source.Token;

        /// <summary>Gives the work this much time from now on, instead of what is left.</summary>
        public void Extend(TimeSpan longest) => _source.CancelAfter(longest);

        /// <summary>Whether the work took too long and its caller did not cancel it.</summary>
        public bool IsOver => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

        public void Dispose()
        {
            // Waits for a running cancellation, so that it does not reach the next piece of work.
            _cancelled.Dispose();
            _limit.End(_source);
        }
    }
}
