using Microsoft.Azure.Functions.Worker;

namespace Tagalong.Functions;

/// <summary>Sweeps all clusters when the timer fires.</summary>
public sealed class SweepFunction(TriggeredEvents events)
{
    /// <summary>Sweeps. A sweep that is not complete is continued by a retry: objects that are right cost no write.</summary>
    [Function("sweep")]
    [FixedDelayRetry(3, "00:01:00")]
    public Task RunAsync([TimerTrigger("%TAGALONG_SWEEP_SCHEDULE%")] TimerInfo timer, FunctionContext context) => events.SweepAsync(context);
}
