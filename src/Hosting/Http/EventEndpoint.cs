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
public sealed class EventEndpoint
{
    private readonly SenderAuthenticator _senders;
    private readonly WebhookHandshake _handshake;
    private readonly CloudEventHttpBinding _binding;
    private readonly EventDispatcher _dispatcher;
    private readonly InFlightEvents _inFlight;
    private readonly OutcomeReporter _reporter;
    private readonly OutcomeResponse _response;
    private readonly HttpOptions _options;

    internal EventEndpoint(IServiceProvider services)
    {
        _senders = services.GetRequiredService<SenderAuthenticator>();
        _handshake = services.GetRequiredService<WebhookHandshake>();
        _binding = services.GetRequiredService<CloudEventHttpBinding>();
        _dispatcher = services.GetRequiredService<EventDispatcher>();
        _inFlight = services.GetRequiredService<InFlightEvents>();
        _reporter = services.GetRequiredService<OutcomeReporter>();
        _response = services.GetRequiredService<OutcomeResponse>();
        _options = services.GetRequiredService<IOptions<HttpOptions>>().Value;
    }

    /// <summary>Handles a POST with events, or the OPTIONS request of a delivery service.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            _handshake.Respond(context);
            return;
        }

        if (_inFlight.TryEnter() is { } rejected)
        {
            await _response.WriteAsync(context.Response, _reporter.Refused(rejected));
            return;
        }

        try
        {
            var result = await HandleAsync(context.Request, context.RequestAborted);
            await (result.Reply is { } reply
                ? OutcomeEventReply.WriteAsync(context.Response, reply)
                : _response.WriteAsync(context.Response, result.Outcome));
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The sender closed the connection.
        }
        finally
        {
            _inFlight.Leave();
        }
    }

    /// <remarks>
    /// The work goes on when the sender closes the connection: it is bounded in time, and what is finished makes the repeated
    /// event cheap.
    /// </remarks>
    private async ValueTask<DispatchResult> HandleAsync(HttpRequest request, CancellationToken aborted)
    {
        using var body = new PooledBuffer(_inFlight.Bodies);
        ReceivedEvents received;
        try
        {
            var result = await _senders.AuthenticateAsync(request, aborted);
            if (result.Sender is not { } sender)
            {
                return new DispatchResult(_reporter.Refused(result.Rejection!));
            }

            received = await _binding.ReadAsync(request, sender, body, aborted);
        }
        catch (BadHttpRequestException error)
        {
            return new DispatchResult(_reporter.Refused(new Outcome(OutcomeReason.BodyIncomplete) { Detail = error.Message }));
        }
        catch (Exception error) when (!aborted.IsCancellationRequested)
        {
            return new DispatchResult(_dispatcher.Fail(error, eventId: "", _inFlight.Abandoned));
        }

        return received switch
        {
            { Rejection: { } rejection } => new DispatchResult(_reporter.Refused(rejection)),
            { Events: [var single] } => await _dispatcher.DispatchAsync(single, _inFlight.Abandoned),
            { Events: [] } => new DispatchResult(_reporter.Refused(new Outcome(OutcomeReason.NotAChange))),
            { Events: var batch } => new DispatchResult(await DispatchAsync(batch)),
        };
    }

    private async ValueTask<Outcome> DispatchAsync(IReadOnlyList<EventEnvelope> batch)
    {
        var outcomes = new Outcome[batch.Count];
        await Parallel.ForAsync(
            0,
            batch.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _options.BatchConcurrency },
            async (index, _) => outcomes[index] = (await _dispatcher.DispatchAsync(batch[index], _inFlight.Abandoned)).Outcome);
        return StatusContract.Worst(outcomes);
    }
}
