using System.Threading.RateLimiting;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// Limits the calls to one API server: how many run at once, and how many writes start each second. A call that would wait too long is rejected
/// at once.
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

    /// <summary>Takes a retry from the budget, if one is left.</summary>
    public bool TryRetry()
    {
        _retries.TryReplenish();
        using var lease = _retries.AttemptAcquire();
        return lease.IsAcquired;
    }

    /// <summary>Waits until a call may start. The slot is held until the lease is disposed. Without a lease, the result says why the call is not made.</summary>
    public async ValueTask<(RateLimitLease? Slot, ApiResult Rejection)> WaitAsync(bool isWrite, CancellationToken cancellationToken)
    {
        if (isWrite)
        {
            using var write = await NextWriteAsync(cancellationToken).ConfigureAwait(false);
            if (!write.IsAcquired)
            {
                return (null, Busy(write, "The limit of waiting writes is reached"));
            }
        }

        var slot = await _calls.AcquireAsync(1, cancellationToken).ConfigureAwait(false);
        if (slot.IsAcquired)
        {
            return (slot, default);
        }

        slot.Dispose();
        return (null, Busy(slot, "The limit of waiting calls is reached"));
    }

    public void Dispose()
    {
        _calls.Dispose();
        _writes.Dispose();
        _retries.Dispose();
    }

    /// <remarks>
    /// The bucket is refilled only when a write asks and while one waits, so that clusters without events cost nothing. It uses the system's
    /// clock.
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

    private static ApiResult Busy(RateLimitLease rejected, string why) => new(ApiStatus.Busy)
    {
        Message = $"{why}; see Tagalong:Limits.",
        RetryAfter = rejected.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : null,
    };

    private static TokenBucketRateLimiter Bucket(int perSecond, int burst, int queue)
    {
        // Tokens arrive one by one, but at most every 20 ms: a fleet has many buckets.
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
