using System.Collections.Immutable;
using Tagalong.FunctionsHost.App;
using Tagalong.FunctionsHost.Messages;
using Tagalong.FunctionsHost.Queues;
using Tagalong.FunctionsHost.Workers;
using static Tagalong.FunctionsHost.Messages.StreamingMessage;

namespace Tagalong.FunctionsHost.Invocations;

/// <summary>Invokes functions: retries, time limit, cancellation, output bindings.</summary>
internal sealed class Invoker(WorkerSupervisor workers, QueueStorage queues, TimeSpan functionTimeout, TimeProvider time)
{
    private ImmutableList<InvocationResult> _results = [];

    /// <summary>The results so far.</summary>
    public IReadOnlyList<InvocationResult> Results => _results;

    /// <summary>Invokes a function until it succeeds or its retry policy is exhausted.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="input">Makes what its trigger brings, for each attempt.</param>
    /// <param name="cancellationToken">Asks the worker to cancel the invocation.</param>
    public Task<InvocationResult> InvokeAsync(string function, Func<TriggerInput> input, CancellationToken cancellationToken) =>
        InvokeAsync(Guid.NewGuid().ToString(), function, input, cancellationToken);

    public async Task<InvocationResult> InvokeAsync(string id, string function, Func<TriggerInput> input, CancellationToken cancellationToken)
    {
        InvocationResult? last = null;
        for (var retries = 0; ; retries++)
        {
            var result = await AttemptAsync(id, function, input(), retries, last?.Error, cancellationToken);
            last = result.Result;
            if (last.Succeeded || cancellationToken.IsCancellationRequested || result.Policy?.Allows(retries) != true)
            {
                break;
            }

            await Task.Delay(result.Policy.DelayAfter(retries), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        ImmutableInterlocked.Update(ref _results, static (results, added) => results.Add(added), last);
        return last;
    }

    private async Task<(InvocationResult Result, RetryPolicy? Policy)> AttemptAsync(
        string id, string function, TriggerInput input, int retries, string? lastError, CancellationToken cancellationToken)
    {
        RetryPolicy? policy = null;
        try
        {
            var worker = await workers.CurrentAsync();
            var definition = worker.Functions.GetValueOrDefault(function)
                ?? throw new FunctionsHostException($"The worker has no function '{function}'.");
            policy = definition.Retry;
            var request = InvocationRequests.Create(id, definition, input, retries, lastError);
            var response = await SendAsync(worker, request, cancellationToken);
            var exception = response.Result.Exception;
            var result = new InvocationResult(definition.Name, id, retries + 1, response.Result.Status, exception?.Message, exception?.Type);
            if (result.Succeeded)
            {
                WriteOutputs(definition, response);
            }

            return (result, policy);
        }
        catch (FunctionsHostException error)
        {
            return (new InvocationResult(function, id, retries + 1, StatusResult.Types.Status.Failure, error.Message, null), policy);
        }
    }

    /// <summary>A function that runs longer than <c>functionTimeout</c> costs its worker, as it does in the host.</summary>
    private async Task<InvocationResponse> SendAsync(Worker worker, InvocationRequest request, CancellationToken cancellationToken)
    {
        var message = new StreamingMessage { InvocationRequest = request };
        var response = worker.Channel.RequestAsync(message, ContentOneofCase.InvocationResponse, request.InvocationId);
        await using var cancelling = cancellationToken.Register(() => worker.Channel.Cancel(request.InvocationId));
        try
        {
            return (await response.WaitAsync(functionTimeout, time, CancellationToken.None)).InvocationResponse;
        }
        catch (TimeoutException)
        {
            worker.Process.Kill();
            throw new FunctionsHostException($"Timeout value of {functionTimeout} exceeded.");
        }
    }

    private void WriteOutputs(FunctionDefinition function, InvocationResponse response)
    {
        foreach (var binding in function.Outputs.Where(static binding => binding.Type == "queue"))
        {
            var data = binding.Name == "$return"
                ? response.ReturnValue
                : response.OutputData.FirstOrDefault(output => output.Name == binding.Name)?.Data;
            foreach (var body in TypedValue.ToMessages(data))
            {
                queues.Send(function.Setting(binding, "queueName"), body);
            }
        }
    }
}
