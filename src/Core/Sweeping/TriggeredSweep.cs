using Microsoft.Extensions.Options;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// A sweep that an event or a timer asks for. Whoever asks waits for its end, since a process that nobody waits for may be
/// stopped. What is not done in time, the same event sent again goes on with: what is right already costs no write.
/// </summary>
public sealed class TriggeredSweep(Sweeper sweeper, OutcomeReporter reporter, IOptions<SweepOptions> options, TimeProvider time)
{
    /// <summary>Whether an event may ask for a sweep, and so is to be handled here.</summary>
    public static bool Concerns(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return SweepTriggerReader.IsPing(envelope);
    }

    /// <summary>Handles the event, and ends in exactly one outcome, which has been reported when it returns.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="cancellationToken">Calls the sweep off; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var report = reporter.Begin(envelope);
        var outcome = await DecideAsync(envelope, cancellationToken).ConfigureAwait(false);
        return report.End(outcome);
    }

    /// <summary>Sweeps everything because a timer says so, and ends in exactly one outcome, which has been reported when it returns.</summary>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="timer">The timer's name, which stands as the event's source in traces.</param>
    /// <param name="cancellationToken">Calls the sweep off; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleTimerAsync(string id, string timer, CancellationToken cancellationToken)
    {
        using var report = reporter.Begin(new EventEnvelope { Id = id, Type = "timer", Source = timer, IsSenderAuthenticated = true });
        var outcome = await RunAsync(new SweepRequest(), id, cancellationToken).ConfigureAwait(false);
        return report.End(outcome);
    }

    /// <summary>Sweeps within the time that an event gets.</summary>
    /// <param name="request">What to sweep.</param>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="cancellationToken">Calls the sweep off.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> RunAsync(SweepRequest request, string id, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.EventTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var summary = await sweeper.RunAsync(request, id, progress: null, both.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Outcome.Of(EndOf(summary));
    }

    private async ValueTask<Outcome> DecideAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var (request, failure) = SweepTriggerReader.Read(envelope);
        if (request is null)
        {
            return Outcome.Of(failure);
        }

        return envelope.IsSenderAuthenticated
            ? await RunAsync(request, envelope.Id, cancellationToken).ConfigureAwait(false)
            : new Outcome(OutcomeReason.SenderNotAllowed) { Detail = "Only a sender that proved who it is may have clusters swept." };
    }

    private Failure EndOf(SweepSummary summary)
    {
        var done = $"{summary.Clusters.Sum(static cluster => cluster.Counts.Labeled)} of {summary.Clusters.Sum(static cluster => cluster.Counts.Listed)} objects were labelled.";

        // What the API server finds invalid now it would find invalid again.
        return summary.Clusters.FirstOrDefault(static cluster => cluster.End != SweepEnd.Complete && cluster.Reason != OutcomeReason.Invalid) switch
        {
            null => new Failure(summary.Clusters.Any(static cluster => cluster.Counts.Labeled > 0) ? OutcomeReason.SweepLabeled : OutcomeReason.SweepUnchanged, done),
            { End: SweepEnd.Cancelled } => new Failure(
                OutcomeReason.SweepIncomplete, $"{done} It took longer than {options.Value.EventTimeout.TotalSeconds:0.###} s; sent again, the event goes on with the rest."),
            { Reason: OutcomeReason.UnknownCluster or OutcomeReason.Forbidden or OutcomeReason.SweepUnderWay } refused =>
                new Failure(refused.Reason.Value, $"Cluster {refused.Cluster}: {refused.Detail}"),
            var failed => new Failure(OutcomeReason.SweepIncomplete, $"{done} Cluster {failed.Cluster}: {failed.Reason}. {failed.Detail}"),
        };
    }
}
