using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Hosting.Dispatching;

namespace Tagalong.Hosting.Http;

/// <summary>Receives events over HTTP: authenticates the sender, reads its events, dispatches them, responds with the worst outcome.</summary>
internal sealed class EventEndpoint(
    SenderAuthenticator senders,
    CloudEventHttpBinding binding,
    EventDispatcher dispatcher,
    InFlightEvents inFlight,
    OutcomeReporter reporter,
    OutcomeResponse response,
    IOptions<HttpOptions> options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (inFlight.TryEnter() is { } rejected)
        {
            await response.WriteAsync(context.Response, reporter.Refused(rejected));
            return;
        }

        try
        {
            var result = await HandleAsync(context.Request, context.RequestAborted);
            await (result.Reply is { } reply ? OutcomeEventReply.WriteAsync(context.Response, reply) : response.WriteAsync(context.Response, result.Outcome));
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The sender closed the connection.
        }
        finally
        {
            inFlight.Leave();
        }
    }

    /// <remarks>
    /// The work goes on when the sender closes the connection: it is bounded in time, and what is finished makes the repeated
    /// event cheap.
    /// </remarks>
    private async ValueTask<DispatchResult> HandleAsync(HttpRequest request, CancellationToken aborted)
    {
        using var body = new PooledBuffer(inFlight.Bodies);
        ReceivedEvents received;
        try
        {
            var result = await senders.AuthenticateAsync(request, aborted);
            if (result.Sender is not { } sender)
            {
                return new DispatchResult(reporter.Refused(result.Rejection!));
            }

            received = await binding.ReadAsync(request, sender, body, aborted);
        }
        catch (BadHttpRequestException error)
        {
            return new DispatchResult(reporter.Refused(new Outcome(OutcomeReason.BodyIncomplete) { Detail = error.Message }));
        }
        catch (Exception error) when (!aborted.IsCancellationRequested)
        {
            return new DispatchResult(dispatcher.Fail(error, eventId: "", inFlight.Abandoned));
        }

        return received switch
        {
            { Rejection: { } rejection } => new DispatchResult(reporter.Refused(rejection)),
            { Events: [var single] } => await dispatcher.DispatchAsync(single, inFlight.Abandoned),
            { Events: [] } => new DispatchResult(reporter.Refused(new Outcome(OutcomeReason.NotAChange))),
            { Events: var batch } => new DispatchResult(await DispatchAsync(batch)),
        };
    }

    private async ValueTask<Outcome> DispatchAsync(IReadOnlyList<EventEnvelope> batch)
    {
        var outcomes = new Outcome[batch.Count];
        await Parallel.ForAsync(
            0,
            batch.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.BatchConcurrency },
            async (index, _) => outcomes[index] = (await dispatcher.DispatchAsync(batch[index], inFlight.Abandoned)).Outcome);
        return StatusContract.Worst(outcomes);
    }
}
