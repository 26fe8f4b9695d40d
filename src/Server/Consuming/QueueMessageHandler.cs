using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;
using Tagalong.Hosting.Queues;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>Handles one message: reads it, has its event handled, and settles it.</summary>
internal sealed partial class QueueMessageHandler(
    CloudEventQueueBinding binding,
    EventDispatcher dispatcher,
    OutcomeReporter reporter,
    RetrySchedule schedule,
    ConsumerMeasurements measurements,
    IOptions<ConsumeOptions> options,
    TimeProvider time,
    ILogger<QueueMessageHandler> logger)
{
    private const int MaxBusyRetries = 60;
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);

    private readonly ClusterFilter _clusters = ClusterFilter.Of(options.Value.Clusters);

    /// <summary>Handles a message and settles it.</summary>
    /// <param name="queue">The queue that it was received from.</param>
    /// <param name="message">The message.</param>
    /// <param name="abandoned">Ends the work early; the message is not settled then, so that its queue delivers it again.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask HandleAsync(IMessageQueue queue, QueueMessage message, CancellationToken abandoned)
    {
        try
        {
            await HandleOnceAsync(queue, message, abandoned);
        }
#pragma warning disable CA1031 // An error of Tagalong in one message must neither end the work on the others nor hold the message for ever.
        catch (Exception unforeseen) when (!(unforeseen is OperationCanceledException && abandoned.IsCancellationRequested))
        {
            Log.Unsettled(logger, unforeseen, queue.Name, schedule.Longest);
            try
            {
                await queue.AbandonAsync(message, schedule.Longest, abandoned);
            }
            catch (Exception again) when (!(again is OperationCanceledException && abandoned.IsCancellationRequested))
            {
                Log.Unsettled(logger, again, queue.Name, schedule.Longest);
            }
        }
#pragma warning restore CA1031
    }

    private async ValueTask HandleOnceAsync(IMessageQueue queue, QueueMessage message, CancellationToken abandoned)
    {
        if (message.Attempts > options.Value.MaxRetries)
        {
            // A consumer that a message kills cannot report it; the count of attempts shows it.
            var lethal = reporter.Refused(new Outcome(OutcomeReason.Unforeseen) { Detail = $"It was delivered {message.Attempts} times and never settled: it may have killed its consumers." });
            measurements.Settled(queue.Name, Disposition.Reject, await DeadLetterAsync(queue, message, lethal, abandoned));
            return;
        }

        var received = binding.Read(message, new Sender(queue.Name, options.Value.TrustPublishers, _clusters));
        var outcome = received.Rejection is { } rejection
            ? reporter.Refused(rejection)
            : await RetryWhileBusyAsync(received.Event!, abandoned);
        var disposition = outcome.Kind.Disposition();
        if (disposition == Disposition.Retry && message.Attempts >= options.Value.MaxRetries)
        {
            disposition = Disposition.Reject;
        }

        var isConfirmed = disposition switch
        {
            Disposition.Accept => await queue.CompleteAsync(message, abandoned),
            Disposition.Retry => await queue.AbandonAsync(message, schedule.After(message.Attempts, outcome.RetryAfter), abandoned),
            Disposition.Reject => await DeadLetterAsync(queue, message, outcome, abandoned),
        };
        measurements.Settled(queue.Name, disposition, isConfirmed);
    }

    private async ValueTask<bool> DeadLetterAsync(IMessageQueue queue, QueueMessage message, Outcome outcome, CancellationToken abandoned)
    {
        var cause = new DeadLetterCause(outcome.Reason, outcome.Detail ?? "", Math.Min(message.Attempts, options.Value.MaxRetries) + 1);
        if (await queue.DeadLetterAsync(message, cause, abandoned))
        {
            Log.DeadLettered(logger, outcome.EventId, queue.Name, cause.Attempts, outcome.Kind, outcome.Reason, outcome.Detail);
            return true;
        }

        Log.NotDeadLettered(logger, outcome.EventId, queue.Name, schedule.Longest);
        return await queue.AbandonAsync(message, schedule.Longest, abandoned);
    }

    /// <summary>
    /// While a cluster is at its limit, the event waits here and not in a retry queue: so no more messages are received than can
    /// be handled, and none becomes a dead letter because others came first.
    /// </summary>
    private async ValueTask<Outcome> RetryWhileBusyAsync(EventEnvelope envelope, CancellationToken abandoned)
    {
        var outcome = await DispatchAsync(envelope, abandoned);
        for (var retry = 0; outcome.Reason == OutcomeReason.ClusterBusy && retry < MaxBusyRetries; retry++)
        {
            await Task.Delay(schedule.Delays[0] < BusyDelay ? schedule.Delays[0] : BusyDelay, time, abandoned);
            outcome = await DispatchAsync(envelope, abandoned);
        }

        return outcome;
    }

    /// <exception cref="OperationCanceledException">The event was abandoned: its message is left to the queue.</exception>
    private async ValueTask<Outcome> DispatchAsync(EventEnvelope envelope, CancellationToken abandoned)
    {
        var (outcome, _) = await dispatcher.DispatchAsync(envelope, abandoned);
        return outcome.Reason == OutcomeReason.ShuttingDown ? throw new OperationCanceledException(abandoned) : outcome;
    }

    private static partial class Log
    {
        [LoggerMessage(3010, LogLevel.Error, "Event {EventId} of queue {Queue} went to the dead letters after {Attempts} attempts: {Outcome} ({Reason}) {Detail}")]
        public static partial void DeadLettered(ILogger logger, string eventId, string queue, int attempts, OutcomeKind outcome, OutcomeReason reason, string? detail);

        [LoggerMessage(3011, LogLevel.Error, "Event {EventId} of queue {Queue} could not be sent to the dead letters and is retried in {Delay}.")]
        public static partial void NotDeadLettered(ILogger logger, string eventId, string queue, TimeSpan delay);

        [LoggerMessage(3012, LogLevel.Error, "Settling a message of queue {Queue} failed for an unforeseen reason; it is retried in {Delay}.")]
        public static partial void Unsettled(ILogger logger, Exception error, string queue, TimeSpan delay);
    }
}
