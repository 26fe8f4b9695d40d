using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
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

        try
        {
            var result = await AdmitAsync(context);
            await (result.Reply is { } reply
                ? OutcomeEventReply.WriteAsync(context.Response, reply)
                : _response.WriteAsync(context.Response, result.Outcome));
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // The sender closed the connection.
        }
    }

    /// <summary>Authenticates the sender before the request counts against the limits, so that unknown senders use up none of them.</summary>
    private async ValueTask<DispatchResult> AdmitAsync(HttpContext context)
    {
        try
        {
            var authentication = await _senders.AuthenticateAsync(context.Request, context.RequestAborted);
            if (authentication.Sender is not { } sender)
            {
                return new DispatchResult(Reject(context, authentication.Rejection!));
            }

            var holder = HolderOf(sender, context);
            if (_inFlight.TryEnter(holder) is { } rejected)
            {
                return new DispatchResult(Reject(context, rejected));
            }

            try
            {
                return await ReceiveAsync(context, sender, holder);
            }
            finally
            {
                _inFlight.Leave(holder);
            }
        }
        catch (Exception error) when (!context.RequestAborted.IsCancellationRequested)
        {
            return new DispatchResult(_dispatcher.Fail(error, eventId: "", _inFlight.Abandoned));
        }
    }

    /// <summary>By what the sender is told from others when the limits are shared out. What the platform lets in is not told apart.</summary>
    private static object? HolderOf(Sender sender, HttpContext context) =>
        sender.Name ?? (sender.IsAuthenticated ? null : (object?)context.Connection.RemoteIpAddress);

    /// <remarks>
    /// The work goes on when the sender closes the connection: it is bounded in time, and what is finished makes the repeated
    /// event cheap.
    /// </remarks>
    private async ValueTask<DispatchResult> ReceiveAsync(HttpContext context, Sender sender, object? holder)
    {
        using var body = new PooledBuffer(_inFlight.Bodies, holder);
        ReceivedEvents received;
        try
        {
            received = await _binding.ReadAsync(context.Request, sender, body, context.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            return new DispatchResult(Reject(context, new Outcome(OutcomeReason.BodyIncomplete) { Detail = error.Message }));
        }

        return received switch
        {
            { Rejection: { } rejection } => new DispatchResult(Reject(context, rejection)),
            { Event: { } single } => await _dispatcher.DispatchAsync(single, _inFlight.Abandoned),
            { Batch: { Count: > 0 } batch } => new DispatchResult(await DispatchAsync(context, batch)),
            _ => new DispatchResult(Reject(context, new Outcome(OutcomeReason.NotAChange))),
        };
    }

    /// <summary>Reports that a request has no event to handle, with the address that it came from.</summary>
    private Outcome Reject(HttpContext context, Outcome outcome) =>
        _reporter.Refused(outcome with
        {
            Client = context.Connection.RemoteIpAddress switch
            {
                { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
                var address => address?.ToString(),
            },
        });

    private async ValueTask<Outcome> DispatchAsync(HttpContext context, EventBatch batch)
    {
        var outcomes = new Outcome[batch.Count];
        await Parallel.ForAsync(
            0,
            batch.Count,
            new ParallelOptions { MaxDegreeOfParallelism = _options.BatchConcurrency },
            async (index, _) => outcomes[index] = batch[index] switch
            {
                { Event: { } single } => (await _dispatcher.DispatchAsync(single, _inFlight.Abandoned)).Outcome,
                { Rejection: var rejection } => Reject(context, rejection!),
            });
        return StatusContract.Worst(outcomes);
    }
}
