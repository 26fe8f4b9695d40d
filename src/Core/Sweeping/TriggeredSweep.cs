using Microsoft.Extensions.Options;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Events;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// A sweep that an event or a timer requests. The caller waits for its end, because a process without a waiting request may
/// be stopped. If the sweep runs out of time, the same event sent again continues it: objects that are right cost no write.
/// </summary>
public sealed class TriggeredSweep(Sweeper sweeper, OutcomeReporter reporter, IOptions<SweepOptions> options, TimeProvider time)
{
    private readonly TimeLimit _timeout = new(options.Value.EventTimeout, time);

    /// <summary>Whether an event may request a sweep, and so has to be handled here.</summary>
    public static bool Concerns(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        return SweepTriggerReader.IsPing(envelope);
    }

    /// <summary>Handles an event and reports its outcome.</summary>
    /// <param name="envelope">The event.</param>
    /// <param name="cancellationToken">Cancels the sweep; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var report = reporter.Begin(envelope);
        var outcome = await DecideAsync(envelope, cancellationToken).ConfigureAwait(false);
        return report.End(outcome);
    }

    /// <summary>Sweeps all clusters for a timer and reports the outcome.</summary>
    /// <param name="id">The id of the sweep in the log.</param>
    /// <param name="timer">The timer's name, the source of the event in traces.</param>
    /// <param name="cancellationToken">Cancels the sweep; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleTimerAsync(string id, string timer, CancellationToken cancellationToken)
    {
        using var report = reporter.Begin(new EventEnvelope { Id = id, Type = "timer", Source = timer, IsSenderAuthenticated = true });
        var outcome = await RunAsync(new SweepRequest(), id, cancellationToken).ConfigureAwait(false);
        return report.End(outcome);
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
            : new Outcome(OutcomeReason.SenderNotAllowed) { Detail = "Only an authenticated sender may request a sweep." };
    }

    private async ValueTask<Outcome> RunAsync(SweepRequest request, string id, CancellationToken cancellationToken)
    {
        using var timeout = _timeout.Start(cancellationToken);
        var summary = await sweeper.RunAsync(request, id, progress: null, timeout.Token).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return Outcome.Of(EndOf(summary));
    }

    private Failure EndOf(SweepSummary summary)
    {
        var labeled = summary.Clusters.Sum(static cluster => cluster.Counts.Labeled);
        var done = $"Objects labeled: {labeled} of {summary.Clusters.Sum(static cluster => cluster.Counts.Listed)}.";

        // The API server would reject an invalid object again, so that is no reason to sweep again.
        return summary.Clusters.FirstOrDefault(static cluster => cluster.End != SweepEnd.Complete && cluster.Reason != OutcomeReason.Invalid) switch
        {
            null => new Failure(labeled > 0 ? OutcomeReason.SweepLabeled : OutcomeReason.SweepUnchanged, done),
            { End: SweepEnd.Cancelled } => new Failure(
                OutcomeReason.SweepIncomplete, $"{done} The sweep took longer than {options.Value.EventTimeout.TotalSeconds:0.###} s; send the event again to continue it."),
            { Reason: OutcomeReason.UnknownCluster or OutcomeReason.Forbidden or OutcomeReason.SweepUnderWay } refused =>
                new Failure(refused.Reason.Value, $"Cluster {refused.Cluster}: {refused.Detail}"),
            var failed => new Failure(OutcomeReason.SweepIncomplete, $"{done} Cluster {failed.Cluster}: {failed.Reason}. {failed.Detail}"),
        };
    }
}
