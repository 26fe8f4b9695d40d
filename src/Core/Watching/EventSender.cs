using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Watching;

/// <summary>Sends pending events until the sink accepts or rejects them.</summary>
internal sealed partial class EventSender(
    IEventSink sink, DeadLetters deadLetters, WatchOptions options, RelayMeasurements measurements, TimeProvider time, Random random, ILogger logger)
{
    private readonly ExponentialBackoff _backoff = new(options.RetryDelay, options.LongestRetryDelay, random);
    private readonly TimeLimit _timeout = new(options.SendTimeout, time);
    private int _isSinkFailing;

    /// <summary>Sends one event after another until it is cancelled. Several calls may share the pending events.</summary>
    public async Task RunAsync(PendingEvents pending, CancellationToken cancellationToken)
    {
        try
        {
            while (await pending.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                using var activity = Instruments.Activities.StartActivity("tagalong.relay", ActivityKind.Producer);
                var cloudEvent = next.Event with { TraceParent = activity?.Id };
                var result = await SendAsync(cloudEvent, cancellationToken).ConfigureAwait(false);
                measurements.Sent(cloudEvent, result.Status, time.GetUtcNow() - cloudEvent.Seen);
                await SettleAsync(pending, next, result, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The next process lists the objects of the remaining events again.
        }
    }

    private async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        using var timeout = _timeout.Start(cancellationToken);
        try
        {
            return await sink.SendAsync(cloudEvent, timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (timeout.IsOver)
        {
            return new SinkResult(SinkStatus.Retry, $"It took longer than {options.SendTimeout.TotalSeconds:0.###} s.");
        }
        catch (Exception exception) when (!(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            // The edge of the process: a bug that one event brings to light must not stop the others.
            Log.Crashed(logger, exception, cloudEvent.Object.ToString(), cloudEvent.Id);
            return new SinkResult(SinkStatus.Retry, "Tagalong failed; see its log.");
        }
    }

    private async ValueTask SettleAsync(PendingEvents pending, PendingEvents.Sending sent, SinkResult result, CancellationToken cancellationToken)
    {
        switch (result.Status)
        {
            case SinkStatus.Accepted:
                if (Interlocked.Exchange(ref _isSinkFailing, 0) == 1)
                {
                    Log.Recovered(logger, pending.Count);
                }

                pending.Complete(sent);
                break;
            case SinkStatus.Rejected when await TryKeepAsync(sent.Event, result.Message, cancellationToken).ConfigureAwait(false):
                pending.Complete(sent);
                break;
            case SinkStatus.Rejected:
                pending.Defer(sent, options.LongestRetryDelay);
                break;
            case SinkStatus.Retry:
                if (Interlocked.Exchange(ref _isSinkFailing, 1) == 0)
                {
                    Log.Failing(logger, sent.Event.Object.ToString(), result.Message);
                }

                pending.Defer(sent, _backoff.After(sent.Failures + 1, result.RetryAfter));
                break;
        }
    }

    private async ValueTask<bool> TryKeepAsync(RelayedEvent cloudEvent, string? error, CancellationToken cancellationToken)
    {
        try
        {
            await deadLetters.KeepAsync(cloudEvent, error, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // Whatever the error, the event must not get lost, and the others have to be sent.
            Log.NotKept(logger, cloudEvent.Object.ToString(), cloudEvent.Id, exception.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1151, LogLevel.Warning, "The event of {Object} was not accepted and is sent again. "
            + "Further failures are not logged until the sink accepts an event: {Error}")]
        public static partial void Failing(ILogger logger, string @object, string? error);

        [LoggerMessage(1152, LogLevel.Information, "The sink accepts events again; pending events of this kind: {Pending}.")]
        public static partial void Recovered(ILogger logger, int pending);

        [LoggerMessage(1153, LogLevel.Error, "The event of {Object} was not sent, because Tagalong failed; it is sent again (event {Id}).")]
        public static partial void Crashed(ILogger logger, Exception exception, string @object, string id);

        [LoggerMessage(1154, LogLevel.Error, "The event of {Object} was rejected by the sink and could not be written to Tagalong:Watch:DeadLetterFile; "
            + "it is sent again (event {Id}): {Error}")]
        public static partial void NotKept(ILogger logger, string @object, string id, string error);
    }
}
