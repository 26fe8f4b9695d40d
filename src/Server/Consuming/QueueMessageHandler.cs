using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Hosting.Authentication;
using Tagalong.Hosting.Dispatching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.Consuming;

/// <summary>The way of one message: read it, have its event handled, and tell the queue what is to become of it.</summary>
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
    private const int MostTurnsAwaited = 60;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    private readonly ClusterFilter _clusters = ClusterFilter.Of(options.Value.Clusters);

    /// <summary>Handles a message to its end.</summary>
    /// <param name="queue">Where it was taken from.</param>
    /// <param name="message">The message.</param>
    /// <param name="abandoned">Ends the work early; the message is then left as it is, so that its queue gives it out again.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask HandleAsync(IMessageQueue queue, QueueMessage message, CancellationToken abandoned)
    {
        try
        {
            await HandleOnceAsync(queue, message, abandoned);
        }
#pragma warning disable CA1031 // A fault of ours in one message must neither end the work on the others nor hold the message for ever.
        catch (Exception unforeseen) when (!(unforeseen is OperationCanceledException && abandoned.IsCancellationRequested))
        {
            Log.Unsettled(logger, unforeseen, queue.Name, schedule.Longest);
            try
            {
                await queue.RetryLaterAsync(message, schedule.Longest, abandoned);
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
            // Who is killed by a message cannot say so; who counts the attempts can.
            var lethal = reporter.Refused(new Outcome(OutcomeReason.Unforeseen) { Detail = $"It was given out {message.Attempts} times and never settled: its consumers may have died over it." });
            measurements.Settled(queue.Name, Settlement.DeadLetter, await GiveUpAsync(queue, message, lethal, abandoned));
            return;
        }

        var received = binding.Read(message, new Sender(queue.Name, options.Value.TrustPublishers, _clusters));
        var outcome = received.Rejection is { } rejection
            ? reporter.Refused(rejection)
            : await WithTurnAsync(received.Events[0], abandoned);
        var settlement = SettlementContract.Of(outcome.Kind) switch
        {
            Settlement.RetryLater when message.Attempts >= options.Value.MaxRetries => Settlement.DeadLetter,
            var due => due,
        };
        var isKnown = settlement switch
        {
            Settlement.Done => await queue.SettleAsync(message, abandoned),
            Settlement.RetryLater => await queue.RetryLaterAsync(message, schedule.After(message.Attempts, outcome.RetryAfter), abandoned),
            Settlement.DeadLetter => await GiveUpAsync(queue, message, outcome, abandoned),
        };
        measurements.Settled(queue.Name, settlement, isKnown);
    }

    private async ValueTask<bool> GiveUpAsync(IMessageQueue queue, QueueMessage message, Outcome outcome, CancellationToken abandoned)
    {
        var reason = new DeadLetterReason(outcome.Reason, outcome.Detail ?? "", Math.Min(message.Attempts, options.Value.MaxRetries) + 1);
        if (await queue.DeadLetterAsync(message, reason, abandoned))
        {
            Log.DeadLettered(logger, outcome.EventId, queue.Name, reason.Attempts, outcome.Kind, outcome.Reason, outcome.Detail);
            return true;
        }

        Log.NotKept(logger, outcome.EventId, queue.Name, schedule.Longest);
        return await queue.RetryLaterAsync(message, schedule.Longest, abandoned);
    }

    /// <summary>
    /// A cluster that gets as much as it may is waited for here: the message keeps its place, so that no more of them are taken
    /// than can be worked on, and none is given up because others came first.
    /// </summary>
    private async ValueTask<Outcome> WithTurnAsync(EventEnvelope envelope, CancellationToken abandoned)
    {
        var outcome = await DispatchAsync(envelope, abandoned);
        for (var turn = 0; outcome.Reason == OutcomeReason.ClusterBusy && turn < MostTurnsAwaited; turn++)
        {
            await Task.Delay(schedule.Delays[0] < Turn ? schedule.Delays[0] : Turn, time, abandoned);
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
        [LoggerMessage(1, LogLevel.Error, "Event {EventId} of queue {Queue} went to the dead letters after {Attempts} attempts: {Outcome} ({Reason}) {Detail}")]
        public static partial void DeadLettered(ILogger logger, string eventId, string queue, int attempts, OutcomeKind outcome, OutcomeReason reason, string? detail);

        [LoggerMessage(2, LogLevel.Error, "Event {EventId} of queue {Queue} could not be brought to the dead letters and comes again in {Delay}.")]
        public static partial void NotKept(ILogger logger, string eventId, string queue, TimeSpan delay);

        [LoggerMessage(4, LogLevel.Error, "A message of the queue {Queue} met a fault in Tagalong, and comes again in {Delay}.")]
        public static partial void Unsettled(ILogger logger, Exception fault, string queue, TimeSpan delay);
    }
}
