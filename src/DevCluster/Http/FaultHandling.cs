using Tagalong.DevCluster.Faults;
using Tagalong.DevCluster.Responses;

namespace Tagalong.DevCluster.Http;

/// <summary>Applies injected faults to a request.</summary>
internal static class FaultHandling
{
    /// <returns>The response of a fault; null if the request is to be served.</returns>
    /// <exception cref="OperationCanceledException">The connection is cut, or the client cancelled the request.</exception>
    public static async Task<ApiResponse?> ApplyAsync(IReadOnlyList<Fault> faults, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        ApiResponse? response = null;
        foreach (var fault in faults)
        {
            switch (fault.Effect)
            {
                case FaultEffect.Delay:
                    await (fault.Released?.WaitAsync(cancellationToken) ?? Task.Delay(fault.Delay, time, cancellationToken));
                    break;
                case FaultEffect.Respond:
                    response = BodyResponse.Of(ToStatus(fault));
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

        return response;
    }

    private static Status ToStatus(Fault fault) => new(fault.Code, fault.Reason, fault.Message)
    {
        Details = fault.RetryAfterSeconds is null ? null : new StatusDetails { RetryAfterSeconds = fault.RetryAfterSeconds },
    };
}
