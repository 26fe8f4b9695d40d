using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.App;

/// <summary>How often, and after which delays, the host invokes a function again that failed.</summary>
/// <param name="MaxRetryCount">The number of further attempts; -1: no limit.</param>
/// <param name="FirstDelay">The delay before the first retry.</param>
/// <param name="MaxDelay">Delays double up to this; with a fixed delay the same as <paramref name="FirstDelay"/>.</param>
public sealed record RetryPolicy(int MaxRetryCount, TimeSpan FirstDelay, TimeSpan MaxDelay)
{
    /// <summary>The host retries these itself. The services behind the other triggers redeliver.</summary>
    private static readonly string[] RetriedTriggers = ["timerTrigger", "eventHubTrigger", "kafkaTrigger", "cosmosDBTrigger"];

    internal static RetryPolicy? Of(RpcRetryOptions? options, string trigger)
    {
        if (options is null || !RetriedTriggers.Contains(trigger))
        {
            return null;
        }

        return options.RetryStrategy == RpcRetryOptions.Types.RetryStrategy.FixedDelay
            ? new RetryPolicy(options.MaxRetryCount, options.DelayInterval.ToTimeSpan(), options.DelayInterval.ToTimeSpan())
            : new RetryPolicy(options.MaxRetryCount, options.MinimumInterval.ToTimeSpan(), options.MaximumInterval.ToTimeSpan());
    }

    /// <summary>Whether there is a retry after so many of them.</summary>
    internal bool Allows(int retries) => MaxRetryCount == -1 || retries < MaxRetryCount;

    /// <summary>The delay after so many retries.</summary>
    internal TimeSpan DelayAfter(int retries) => TimeSpan.FromTicks((long)Math.Min(MaxDelay.Ticks, FirstDelay.Ticks * Math.Pow(2, Math.Min(retries, 30))));
}
