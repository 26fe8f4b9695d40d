using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>Decides how long the sweep of one cluster retries, and when it skips the rest of the cluster. Safe for many threads.</summary>
internal sealed class SweepRetryPolicy(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private long _lastSuccess = time.GetTimestamp();
    private volatile bool _isStopped;

    /// <summary>Whether the cluster has only failed for the whole limit.</summary>
    public bool IsExhausted => time.GetElapsedTime(Volatile.Read(ref _lastSuccess)) >= limit;

    /// <summary>Whether the sweep skips the rest of the cluster.</summary>
    public bool IsStopped => _isStopped;

    public void Stop() => _isStopped = true;

    public void Succeeded() => Volatile.Write(ref _lastSuccess, time.GetTimestamp());

    /// <summary>Waits before a retry.</summary>
    /// <param name="failure">Why the call failed.</param>
    /// <param name="since">The timestamp of the first attempt.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>False, without waiting, if a retry would not help.</returns>
    public async ValueTask<bool> WaitAsync(Failure failure, long since, CancellationToken cancellationToken)
    {
        if (!IsRetried(failure.Reason, time.GetElapsedTime(since)))
        {
            return false;
        }

        var wait = failure.RetryAfter ?? UsualWait;
        await Task.Delay(wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private bool IsRetried(OutcomeReason reason, TimeSpan elapsed) => reason switch
    {
        OutcomeReason.ClusterBusy => true,
        OutcomeReason.Throttled or OutcomeReason.CircuitOpen or OutcomeReason.ServerError
            or OutcomeReason.TimedOut or OutcomeReason.Unreachable or OutcomeReason.Unauthenticated => elapsed < limit,
        _ => false,
    };
}
