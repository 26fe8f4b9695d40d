using System.Collections.Concurrent;

namespace Tagalong.Core.Concurrency;

/// <summary>
/// Cancels what takes too long, or what its caller calls off. Most work ends at once, so the source of cancellation and its
/// timer are used over and over.
/// </summary>
/// <param name="longest">How long anything may take.</param>
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

    /// <remarks>Only the system's timers can be told to forget.</remarks>
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
        private readonly CancellationTokenRegistration _calledOff;

        public Running(TimeLimit limit, CancellationTokenSource source, CancellationToken outer)
        {
            (_limit, _source, _outer) = (limit, source, outer);
            _calledOff = outer.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), source);
        }

        /// <summary>What the work has to watch.</summary>
        public CancellationToken Token => _source.Token;

        /// <summary>Gives the work so much time, from now on, in place of what is left.</summary>
        public void Extend(TimeSpan longest) => _source.CancelAfter(longest);

        /// <summary>Whether it took too long, and nobody called it off.</summary>
        public bool IsOver => _source.IsCancellationRequested && !_outer.IsCancellationRequested;

        public void Dispose()
        {
            // It waits for a cancellation that is under way, so that none reaches the next one's work.
            _calledOff.Dispose();
            _limit.End(_source);
        }
    }
}
