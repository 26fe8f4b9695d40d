using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Watching;

/// <summary>Sends pending events until the sink accepts or rejects them.</summary>
/// <remarks>
/// An event that fails several times moves to the slow lane, whether the sink is away or its object alone cannot be labeled: the relay
/// cannot tell. There it is retried at growing intervals. Only failures between which the sink accepted other events count towards giving it up, so that
/// nothing gets lost while the sink is away.
/// </remarks>
internal sealed partial class EventSender(
    IEventSink sink, DeadLetters deadLetters, WatchOptions options, RelayMeasurements measurements, TimeProvider time, Random random, ILogger logger)
{
    /// <summary>After so many failures in a row an event leaves its place to others.</summary>
    private const int MostFailures = 3;

    /// <summary>After so many failures that are the object's own an event is given up: by default after a quarter of an hour.</summary>
    private const int MostOwnFailures = 10;

    /// <summary>How much longer than <see cref="WatchOptions.LongestRetryDelay"/> the longest wait in the slow lane is.</summary>
    private const int Slower = 10;

    private readonly ExponentialBackoff _backoff = new(options.RetryDelay, options.LongestRetryDelay, random);
    private readonly ExponentialBackoff _slowBackoff = new(options.RetryDelay, options.LongestRetryDelay * Slower, random);
    private readonly TimeLimit _timeout = new(options.SendTimeout, time);
    private int _isSinkFailing;

    /// <summary>Sends one event after another until it is cancelled. Several calls may share the pending events.</summary>
    /// <param name="pending">The events.</param>
    /// <param name="isSlow">Whether to send those of the slow lane, or the others.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(PendingEvents pending, bool isSlow, CancellationToken cancellationToken)
    {
        try
        {
            while (await pending.NextAsync(isSlow, cancellationToken).ConfigureAwait(false) is { } next)
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
                if (!sent.Entry.IsSlow && Interlocked.Exchange(ref _isSinkFailing, 0) == 1)
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
                if (!sent.Entry.IsSlow && Interlocked.Exchange(ref _isSinkFailing, 1) == 0)
                {
                    Log.Failing(logger, sent.Event.Object.ToString(), result.Message);
                }

                DeferOrGiveUp(pending, sent, result);
                break;
        }
    }

    private void DeferOrGiveUp(PendingEvents pending, PendingEvents.Sending sent, SinkResult result)
    {
        var (entry, failures, subject) = (sent.Entry, sent.Failures + 1, sent.Event.Object.ToString());
        var accepted = measurements.Accepted;
        entry.OwnFailures = sent.Failures == 0 ? 0 : entry.OwnFailures + (accepted > entry.AcceptedBefore ? 1 : 0);
        entry.AcceptedBefore = accepted;
        if (failures < MostFailures)
        {
            pending.Defer(sent, _backoff.After(failures, result.RetryAfter));
            return;
        }

        var wasSlow = entry.IsSlow;
        if (entry.OwnFailures < MostOwnFailures && pending.TryDeferSlowly(sent, _slowBackoff.After(failures, result.RetryAfter)))
        {
            if (!wasSlow)
            {
                Log.Slowed(logger, subject, failures, result.Message);
            }
        }
        else if (entry.OwnFailures > 0)
        {
            measurements.GaveUp(sent.Event);
            Log.GaveUp(logger, subject, failures, sent.Event.Id, result.Message);
            pending.Complete(sent);
        }
        else
        {
            pending.Defer(sent, _backoff.After(failures, result.RetryAfter));
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

        [LoggerMessage(1161, LogLevel.Warning, "The event of {Object} failed {Failures} times and is retried at growing intervals, apart from the others: {Error}")]
        public static partial void Slowed(ILogger logger, string @object, int failures, string? error);

        [LoggerMessage(1162, LogLevel.Error, "The event of {Object} was given up after {Failures} failures (event {Id}): {Error}")]
        public static partial void GaveUp(ILogger logger, string @object, int failures, string id, string? error);

        [LoggerMessage(1154, LogLevel.Error, "The event of {Object} was rejected by the sink and could not be written to Tagalong:Watch:DeadLetterFile; "
            + "it is sent again (event {Id}): {Error}")]
        public static partial void NotKept(ILogger logger, string @object, string id, string error);
    }
}
