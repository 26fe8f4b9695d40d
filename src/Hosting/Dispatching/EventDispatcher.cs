using Tagalong.Core;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Core.Sweeping;
using Tagalong.Hosting.OutcomeEvents;

namespace Tagalong.Hosting.Dispatching;

/// <summary>Has one event handled, whichever way it came in, and tells the sink of its outcome.</summary>
internal sealed partial class EventDispatcher(
    Labeler labeler,
    TriggeredSweep sweep,
    InFlightEvents inFlight,
    OutcomeReporter reporter,
    OutcomeEventPublisher outcomeEvents,
    ILogger<EventDispatcher> logger)
{
    /// <summary>
    /// A sender that hangs up is no reason to stop half-way: the work is bounded in time, and finished work makes the
    /// repeated event a cheap one.
    /// </summary>
    public ValueTask<Answer> HandleAsync(EventEnvelope envelope) =>
        HandleAsync(envelope.Id, envelope, static (self, envelope, abandoned) => self.LabelAsync(envelope, abandoned));

    /// <summary>Sweeps everything, because a timer says so.</summary>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="timer">The timer's name.</param>
    public ValueTask<Answer> HandleTimerAsync(string id, string timer) =>
        HandleAsync(id, (Id: id, Timer: timer), static (self, fired, abandoned) => self.SweepAsync(fired.Id, fired.Timer, abandoned));

    /// <summary>Reports a fault of ours.</summary>
    public Outcome Failed(Exception fault, string eventId)
    {
        Log.Failed(logger, fault, eventId);
        return reporter.Refused(new Outcome(OutcomeReason.Unforeseen) { EventId = eventId, Detail = "Tagalong failed; see its log." });
    }

    private async ValueTask<Answer> LabelAsync(EventEnvelope envelope, CancellationToken abandoned)
    {
        if (TriggeredSweep.Concerns(envelope))
        {
            return await sweep.HandleAsync(envelope, abandoned);
        }

        var outcome = await labeler.HandleAsync(envelope, abandoned);
        return new Answer(outcome, outcomeEvents.Publish(envelope, outcome));
    }

    private async ValueTask<Answer> SweepAsync(string id, string timer, CancellationToken abandoned) =>
        await sweep.HandleTimerAsync(id, timer, abandoned);

    private async ValueTask<Answer> HandleAsync<T>(string eventId, T work, Func<EventDispatcher, T, CancellationToken, ValueTask<Answer>> handle)
    {
        try
        {
            return await handle(this, work, inFlight.Abandoned);
        }
        catch (OperationCanceledException) when (inFlight.Abandoned.IsCancellationRequested)
        {
            return reporter.Refused(new Outcome(OutcomeReason.ShuttingDown) { EventId = eventId });
        }
#pragma warning disable CA1031 // The one catch-all: a fault of ours must not make a sender drop the event.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            return Failed(fault, eventId);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Handling event {EventId} failed for an unforeseen reason.")]
        public static partial void Failed(ILogger logger, Exception fault, string eventId);
    }
}
