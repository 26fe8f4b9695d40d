using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Messages;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>The message by which the host invokes a function.</summary>
internal static class InvocationRequests
{
    /// <param name="id">The invocation's id.</param>
    /// <param name="function">The function.</param>
    /// <param name="input">What its trigger brings.</param>
    /// <param name="retries">How many attempts came before.</param>
    /// <param name="lastError">The error of the attempt before, if there was one.</param>
    public static InvocationRequest Create(string id, FunctionDefinition function, TriggerInput input, int retries, string? lastError)
    {
        var request = new InvocationRequest { InvocationId = id, FunctionId = function.Id, TraceContext = new RpcTraceContext() };
        request.InputData.Add(new ParameterBinding { Name = function.Trigger.Name, Data = input.Value });
        input.Metadata.CopyTo(request.TriggerMetadata);
        if (function.Retry is { } policy)
        {
            request.RetryContext = new RetryContext { RetryCount = retries, MaxRetryCount = policy.MaxRetryCount };
            if (lastError is not null)
            {
                request.RetryContext.Exception = new RpcException { Message = lastError };
            }
        }

        return request;
    }
}
