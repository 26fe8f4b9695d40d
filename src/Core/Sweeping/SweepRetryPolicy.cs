using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>How long a sweep goes on trying. Safe for many threads.</summary>
internal sealed class SweepRetryPolicy(TimeSpan limit, TimeProvider time)
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private long _succeeded = time.GetTimestamp();

    /// <summary>Whether the cluster has done nothing but fail for too long.</summary>
    public bool IsOver => time.GetElapsedTime(Volatile.Read(ref _succeeded)) >= limit;

    /// <summary>Takes note that the cluster did something.</summary>
    public void Succeeded() => Volatile.Write(ref _succeeded, time.GetTimestamp());

    /// <summary>Waits until it is worth to try the same again; false at once where it is not.</summary>
    /// <param name="failure">What went wrong.</param>
    /// <param name="since">When the same first failed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async ValueTask<bool> WaitAsync(Failure failure, long since, CancellationToken cancellationToken)
    {
        var wait = failure.RetryAfter ?? UsualWait;
        wait = wait < ShortestWait ? ShortestWait : wait > LongestWait ? LongestWait : wait;
        if (!IsWorthIt(failure.Reason, time.GetElapsedTime(since)))
        {
            return false;
        }

        await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private bool IsWorthIt(OutcomeReason reason, TimeSpan elapsed) => reason switch
    {
        OutcomeReason.ClusterBusy => true,
        OutcomeReason.Throttled or OutcomeReason.CircuitOpen or OutcomeReason.ServerError
            or OutcomeReason.TimedOut or OutcomeReason.Unreachable or OutcomeReason.Unauthenticated => elapsed < limit,
        _ => false,
    };
}
