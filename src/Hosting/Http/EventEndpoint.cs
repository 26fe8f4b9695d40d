using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Http;

/// <summary>The HTTP function: lets a sender in, takes its events, has them handled, answers with the worst outcome.</summary>
internal sealed class EventEndpoint(
    SenderAuthenticator senders,
    CloudEventHttpBinding binding,
    EventDispatcher handling,
    InFlightEvents inFlight,
    OutcomeReporter reporter,
    OutcomeResponse response,
    IOptions<HttpOptions> options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (inFlight.TryEnter() is { } refused)
        {
            await response.WriteAsync(context.Response, reporter.Refused(refused));
            return;
        }

        try
        {
            var (outcome, reply) = await HandleAsync(context.Request, context.RequestAborted);
            await (reply is null ? response.WriteAsync(context.Response, outcome) : OutcomeEventMessage.WriteAsync(context.Response, reply));
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

    private async ValueTask<Answer> HandleAsync(HttpRequest request, CancellationToken aborted)
    {
        using var body = new PooledBuffer(inFlight.Bodies);
        ReceivedEvents received;
        try
        {
            var verdict = await senders.AuthenticateAsync(request, aborted);
            if (verdict.Sender is not { } sender)
            {
                return reporter.Refused(verdict.Refusal!);
            }

            received = await binding.ReadAsync(request, sender, body, aborted);
        }
        catch (BadHttpRequestException fault)
        {
            return reporter.Refused(new Outcome(OutcomeReason.BodyIncomplete) { Detail = fault.Message });
        }
        catch (Exception fault) when (!aborted.IsCancellationRequested)
        {
            return handling.Failed(fault, eventId: "");
        }

        return received switch
        {
            { Fault: { } fault } => reporter.Refused(fault),
            { Events: [var single] } => await handling.HandleAsync(single),
            { Events: [] } => reporter.Refused(new Outcome(OutcomeReason.NotAChange)),
            { Events: var batch } => await HandleAsync(batch),
        };
    }

    private async ValueTask<Outcome> HandleAsync(IReadOnlyList<EventEnvelope> batch)
    {
        var outcomes = new Outcome[batch.Count];
        await Parallel.ForAsync(
            0,
            batch.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.BatchConcurrency },
            async (index, _) => outcomes[index] = (await handling.HandleAsync(batch[index])).Outcome);
        return StatusContract.Worst(outcomes);
    }
}
