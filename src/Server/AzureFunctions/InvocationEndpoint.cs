using System.Globalization;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.Http;

namespace Tagalong.Server.AzureFunctions;

/// <summary>One invocation by the host: takes the events out of its payload, has them handled, answers with the worst outcome.</summary>
internal sealed class InvocationEndpoint(
    EventDispatcher dispatcher,
    InFlightEvents inFlight,
    OutcomeReporter reporter,
    OutcomeResponse refusal,
    IOptions<HttpOptions> http,
    IOptions<FleetOptions> fleet,
    IOptions<AzureFunctionsOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time)
{
    /// <summary>How much larger than its events a payload gets: each quotation mark takes four bytes, and the metadata repeat the body.</summary>
    private const long Inflation = 4;

    public async Task HandleAsync(HttpContext context, TriggeredFunction function)
    {
        if (HostRequest.InvocationId(context.Request) is not { } id)
        {
            var stranger = new Outcome(OutcomeReason.SenderNotAllowed) { Detail = $"Only the Azure Functions host invokes the function '{function.Name}'." };
            await refusal.WriteAsync(context.Response, reporter.Refused(stranger));
            return;
        }

        if (inFlight.TryEnter() is { } refused)
        {
            Outcome[] outcomes = [reporter.Refused(refused)];
            await HoldBackAsync(function, outcomes, context.RequestAborted);
            await InvocationResponse.WriteAsync(context.Response, outcomes);
            return;
        }

        try
        {
            var outcomes = await InvokeAsync(context.Request, function, id.ToString(), context.RequestAborted);
            await HoldBackAsync(function, outcomes, context.RequestAborted);
            await InvocationResponse.WriteAsync(context.Response, outcomes);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // Nobody is there to answer any more.
        }
        finally
        {
            inFlight.Leave();
        }
    }

    private async ValueTask<IReadOnlyCollection<Outcome>> InvokeAsync(HttpRequest request, TriggeredFunction function, string id, CancellationToken aborted)
    {
        using var body = new PooledBuffer(inFlight.Bodies);
        try
        {
            if (await ReadAsync(request, body, aborted) is { } fault)
            {
                return [reporter.Refused(fault with { EventId = id })];
            }
        }
        catch (BadHttpRequestException fault)
        {
            return [reporter.Refused(new Outcome(OutcomeReason.BodyIncomplete) { EventId = id, Detail = fault.Message })];
        }

        if (Payload.TriggerValue(body.Memory, function.Binding) is not { } value)
        {
            var detail = $"The payload is cut off, or has no Data.{function.Binding}, as {function.Name}/function.json names its trigger.";
            return [reporter.Refused(new Outcome(OutcomeReason.BodyIncomplete) { EventId = id, Detail = detail })];
        }

        return function.Trigger switch
        {
            Trigger.Timer => [await dispatcher.DispatchTimerAsync(id, function.Name, inFlight.Abandoned)],
            Trigger.EventGrid or Trigger.ServiceBus or Trigger.EventHubs => await HandleAsync(EventTexts.Read(value, http.Value.MaxBatch), function, id),
        };
    }

    private async ValueTask<Outcome?> ReadAsync(HttpRequest request, PooledBuffer body, CancellationToken aborted)
    {
        var most = (int)Math.Min(Inflation * http.Value.MaxBodyBytes, http.Value.MaxBytesInFlight / 2);
        return await body.FillAsync(request.Body, most, aborted) switch
        {
            FillResult.Complete => null,
            FillResult.TooLarge => new Outcome(OutcomeReason.BodyTooLarge) { Detail = $"The payload is larger than {most} bytes, which is four times Tagalong:Http:MaxBodyBytes, or half of MaxBytesInFlight." },
            FillResult.OverBudget => new Outcome(OutcomeReason.Overloaded) { Detail = "The bodies in flight take as much memory as they may (Tagalong:Http:MaxBytesInFlight)." },
        };
    }

    /// <summary>What comes in by a trigger was let in by Azure, and no one else reaches this port.</summary>
    private async ValueTask<IReadOnlyCollection<Outcome>> HandleAsync(IReadOnlyList<ReadOnlyMemory<byte>> texts, TriggeredFunction function, string id)
    {
        if (texts.Count == 0)
        {
            return [reporter.Refused(new Outcome(OutcomeReason.NotAChange) { EventId = id })];
        }

        var sender = new Sender(function.Name, IsAuthenticated: true, ClusterFilter.All);
        var outcomes = new Outcome[texts.Count];
        await Parallel.ForAsync(0, texts.Count, new ParallelOptions { MaxDegreeOfParallelism = http.Value.BatchConcurrency }, async (index, _) =>
        {
            var received = JsonCloudEvents.ReadOne(texts[index], fleet.Value.ClusterExtension, sender);
            outcomes[index] = received.Rejection is { } fault
                ? reporter.Refused(fault with { EventId = string.Create(CultureInfo.InvariantCulture, $"{id}/{index}") })
                : (await dispatcher.DispatchAsync(received.Events[0], inFlight.Abandoned)).Outcome;
        });
        return outcomes;
    }

    private async ValueTask HoldBackAsync(TriggeredFunction function, IReadOnlyCollection<Outcome> outcomes, CancellationToken aborted)
    {
        if (function.Trigger != Trigger.ServiceBus || InvocationContract.StatusOf(outcomes) == StatusCodes.Status200OK)
        {
            return;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, aborted);
        await Task.Delay(options.Value.RedeliveryDelay, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
