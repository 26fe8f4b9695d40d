using System.Threading.RateLimiting;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Has a call to one API server wait for its turn: so many at once, and so many writes a second. Those who would wait too
/// long are told so at once.
/// </summary>
internal sealed class ClusterLimits(ClusterLimitOptions options) : IDisposable
{
    private readonly ConcurrencyLimiter _calls = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.MaxCalls,
        QueueLimit = Math.Max(options.MaxCalls, options.MaxEvents),
    });

    private readonly TokenBucketRateLimiter _writes = Bucket(options.WritesPerSecond, options.WriteBurst, queue: options.WriteBurst);
    private readonly TokenBucketRateLimiter _retries = Bucket(options.RetriesPerSecond, options.RetriesPerSecond * 2, queue: 0);

    /// <summary>Takes a retry out of the budget, if there is one left.</summary>
    public bool TryRetry()
    {
        _retries.TryReplenish();
        using var lease = _retries.AttemptAcquire();
        return lease.IsAcquired;
    }

    /// <summary>Waits for the turn of a call, which is held until the lease is disposed; or says why the call is not made.</summary>
    public async ValueTask<(RateLimitLease? Turn, ApiResult Refusal)> WaitAsync(bool isWrite, CancellationToken cancellationToken)
    {
        if (isWrite)
        {
            using var write = await NextWriteAsync(cancellationToken).ConfigureAwait(false);
            if (!write.IsAcquired)
            {
                return (null, Busy(write, "As many writes as the cluster gets are waiting already"));
            }
        }

        var turn = await _calls.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (turn.IsAcquired)
        {
            return (turn, default);
        }

        turn.Dispose();
        return (null, Busy(turn, "As many calls as the cluster gets are waiting already"));
    }

    public void Dispose()
    {
        _calls.Dispose();
        _writes.Dispose();
        _retries.Dispose();
    }

    /// <remarks>
    /// The bucket is filled when somebody asks and while somebody waits, so that clusters without events cost nothing. It
    /// counts by the system's clock alone.
    /// </remarks>
    private async ValueTask<RateLimitLease> NextWriteAsync(CancellationToken cancellationToken)
    {
        _writes.TryReplenish();
        var next = _writes.AcquireAsync(1, cancellationToken);
        if (next.IsCompleted)
        {
            return await next.ConfigureAwait(false);
        }

        var lease = next.AsTask();
        while (!lease.IsCompleted)
        {
            await Task.WhenAny(lease, Task.Delay(_writes.ReplenishmentPeriod, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
            _writes.TryReplenish();
        }

        return await lease.ConfigureAwait(false);
    }

    private static ApiResult Busy(RateLimitLease refused, string why) => new(ApiStatus.Busy)
    {
        Message = $"{why}; see Tagalong:Limits.",
        RetryAfter = refused.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null,
    };

    private static TokenBucketRateLimiter Bucket(int perSecond, int burst, int queue)
    {
        // Tokens come as they are due, but no oftener than every 20 ms: a fleet has many buckets.
        var perPeriod = Math.Max(1, perSecond / 50);
        return new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            TokensPerPeriod = Math.Min(perPeriod, burst),
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)perPeriod / perSecond),
            QueueLimit = queue,
            AutoReplenishment = false,
        });
    }
}
