using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Faults;

namespace Tagalong.DevCluster.Http;

/// <summary>Lets faults happen to a request.</summary>
internal static class FaultEffects
{
    /// <returns>The answer, if a fault gives one; null, if the request is to be served.</returns>
    /// <exception cref="OperationCanceledException">The connection is cut, or the client gave up.</exception>
    public static async Task<Answer?> SufferAsync(IReadOnlyList<Fault> faults, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        Answer? answer = null;
        foreach (var fault in faults)
        {
            switch (fault.Effect)
            {
                case FaultEffect.Delay:
                    await (fault.Released?.WaitAsync(cancellationToken) ?? Task.Delay(fault.Delay, time, cancellationToken));
                    break;
                case FaultEffect.Answer:
                    answer = BodyAnswer.Of(ToStatus(fault));
                    break;
                case FaultEffect.Hang:
                    await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken);
                    break;
                case FaultEffect.CutBefore:
                    context.Abort();
                    throw new OperationCanceledException(context.RequestAborted);
                case FaultEffect.CutHalfway:
                    break;
            }
        }

        return answer;
    }

    private static Status ToStatus(Fault fault) => new(fault.Code, fault.Reason, fault.Message)
    {
        Details = fault.RetryAfterSeconds is null ? null : new StatusDetails { RetryAfterSeconds = fault.RetryAfterSeconds },
    };
}
