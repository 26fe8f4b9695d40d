using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Clusters;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;
using Tagalong.Functions.OutcomeEvents;
using Tagalong.Functions.Senders;

namespace Tagalong.Functions.Http;

/// <summary>The HTTP function: lets a sender in, takes its events, has them handled, answers with the worst outcome.</summary>
internal sealed partial class EventEndpoint(
    SenderAuthenticator senders,
    CloudEventHttpBinding binding,
    Labeler labeler,
    TriggeredSweep sweep,
    InFlightEvents inFlight,
    OutcomeReporter reporter,
    OutcomeEventPublisher outcomeEvents,
    OutcomeResponse response,
    IOptions<HttpOptions> options,
    ILogger<EventEndpoint> logger)
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
            return Failed(fault, eventId: "");
        }

        return received switch
        {
            { Fault: { } fault } => reporter.Refused(fault),
            { Events: [var single] } => await HandleAsync(single),
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
            async (index, _) => outcomes[index] = (await HandleAsync(batch[index])).Outcome);
        return StatusContract.Worst(outcomes);
    }

    /// <summary>
    /// A sender that hangs up is no reason to stop half-way: the work is bounded in time, and finished work makes the
    /// repeated event a cheap one.
    /// </summary>
    private async ValueTask<Answer> HandleAsync(EventEnvelope envelope)
    {
        try
        {
            if (TriggeredSweep.Concerns(envelope))
            {
                return await sweep.HandleAsync(envelope, inFlight.Abandoned);
            }

            var outcome = await labeler.HandleAsync(envelope, inFlight.Abandoned);
            return new Answer(outcome, outcomeEvents.Publish(envelope, outcome));
        }
        catch (OperationCanceledException) when (inFlight.Abandoned.IsCancellationRequested)
        {
            return reporter.Refused(new Outcome(OutcomeReason.ShuttingDown) { EventId = envelope.Id });
        }
#pragma warning disable CA1031 // The one catch-all: a fault of ours must not make a sender drop the event.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Failed(fault, envelope.Id);
        }
    }

    private Outcome Failed(Exception fault, string eventId)
    {
        Log.Failed(logger, fault, eventId);
        return reporter.Refused(new Outcome(OutcomeReason.Unforeseen) { EventId = eventId, Detail = "Tagalong failed; see its log." });
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Handling event {EventId} failed for an unforeseen reason.")]
        public static partial void Failed(ILogger logger, Exception fault, string eventId);
    }
}
