using Tagalong.Core;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Core.Sweeping;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Dispatching;

/// <summary>Handles one event, however it arrived: a ping starts a sweep, any other event is labeled and its outcome event sent.</summary>
public sealed partial class EventDispatcher
{
    private readonly Labeler _labeler;
    private readonly TriggeredSweep _sweep;
    private readonly OutcomeReporter _reporter;
    private readonly OutcomeEventPublisher _outcomeEvents;
    private readonly ILogger _logger;

    internal EventDispatcher(
        Labeler labeler, TriggeredSweep sweep, OutcomeReporter reporter, OutcomeEventPublisher outcomeEvents, ILogger<EventDispatcher> logger) =>
        (_labeler, _sweep, _reporter, _outcomeEvents, _logger) = (labeler, sweep, reporter, outcomeEvents, logger);

    /// <summary>Handles an event. Never throws: an unexpected error and an abandoned event are outcomes too.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="abandoned">Ends the work when the process cannot wait any longer. The reason is then <see cref="OutcomeReason.ShuttingDown"/>.</param>
    public async ValueTask<DispatchResult> DispatchAsync(EventEnvelope envelope, CancellationToken abandoned)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        try
        {
            if (TriggeredSweep.Concerns(envelope))
            {
                return new DispatchResult(await _sweep.HandleAsync(envelope, abandoned));
            }

            var outcome = await _labeler.HandleAsync(envelope, abandoned);
            return new DispatchResult(outcome, _outcomeEvents.Publish(envelope, outcome));
        }
#pragma warning disable CA1031 // The catch-all: an error in Tagalong must not make a sender drop the event.
        catch (Exception error)
        {
            return new DispatchResult(Fail(error, envelope.Id, abandoned));
        }
    }

    /// <summary>Sweeps all clusters because a timer fired. Never throws.</summary>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="timer">The timer's name.</param>
    /// <param name="abandoned">See <see cref="DispatchAsync"/>.</param>
    public async ValueTask<Outcome> DispatchTimerAsync(string id, string timer, CancellationToken abandoned)
    {
        try
        {
            return await _sweep.HandleTimerAsync(id, timer, abandoned);
        }
        catch (Exception error)
        {
            return Fail(error, id, abandoned);
        }
#pragma warning restore CA1031
    }

    /// <summary>Reports an exception as an outcome: <see cref="OutcomeReason.ShuttingDown"/> if the event was abandoned, else an error in Tagalong.</summary>
    internal Outcome Fail(Exception error, string eventId, CancellationToken abandoned)
    {
        if (error is OperationCanceledException && abandoned.IsCancellationRequested)
        {
            return _reporter.Refused(new Outcome(OutcomeReason.ShuttingDown) { EventId = eventId });
        }

        Log.Failed(_logger, error, eventId);
        return _reporter.Refused(new Outcome(OutcomeReason.Unforeseen) { EventId = eventId, Detail = "Tagalong failed; see its log." });
    }

    private static partial class Log
    {
        [LoggerMessage(2050, LogLevel.Error, "An unexpected error ended the handling of event {EventId}.")]
        public static partial void Failed(ILogger logger, Exception error, string eventId);
    }
}
