using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Applying;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reporting;
using Tagalong.Core.Rules;
using Tagalong.Core.Text;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// Brings the labels of everything right that is there already: what was made before the events began, and what they missed.
/// Clusters are swept beside each other; one that fails ends as failed and holds up none.
/// </summary>
public sealed partial class Sweeper(
    ClusterRegistry clusters,
    LabelPolicy policy,
    OutcomeReporter reporter,
    IOptions<LabelerOptions> labeler,
    IOptions<SweepOptions> options,
    TimeProvider time,
    ILogger<Sweeper> logger)
{
    private static readonly TimeSpan ImportsListedWithin = TimeSpan.FromSeconds(30);

    private readonly SweepOrder _order = SweepOrder.Of(policy);
    private readonly SweepRuns _runs = new();

    /// <summary>Sweeps. A cluster that is being swept the same way already is waited for, and not swept twice.</summary>
    /// <param name="request">What to sweep.</param>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="progress">Told after each page, each object that is worked on and each cluster, on whatever thread does it; or null.</param>
    /// <param name="cancellationToken">Calls it off, which does no harm: the summary tells what was done by then.</param>
    public Task<SweepSummary> RunAsync(SweepRequest request, string id, IProgress<SweepProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(request, id, progress, objects: null, cancellationToken);

    /// <summary>Sweeps, and tells of every object. A cluster that is being swept the same way already is waited for, and its objects are told of there.</summary>
    /// <param name="request">What to sweep.</param>
    /// <param name="id">A name for the sweep in the log.</param>
    /// <param name="progress">Told after each page, each object that is worked on and each cluster, on whatever thread does it; or null.</param>
    /// <param name="objects">Told of each object of a target kind once it is done with, on whatever thread does it; or null.</param>
    /// <param name="cancellationToken">Calls it off, which does no harm: the summary tells what was done by then.</param>
    public async Task<SweepSummary> RunAsync(
        SweepRequest request, string id, IProgress<SweepProgress>? progress, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(id);
        var started = time.GetTimestamp();
        var summaries = await SweepAsync(request, id, progress, objects, cancellationToken).ConfigureAwait(false);
        return new SweepSummary(id, request.Mode, summaries, time.GetElapsedTime(started));
    }

    private async Task<ImmutableArray<ClusterSummary>> SweepAsync(
        SweepRequest request, string id, IProgress<SweepProgress>? progress, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        bool areAllKnown;
        try
        {
            areAllKnown = await clusters.CompleteAsync(ImportsListedWithin, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [.. request.Clusters.Select(static name => new ClusterSummary(new ClusterName(name), SweepEnd.Cancelled))];
        }

        var allowed = clusters.Clusters.Where(cluster => request.Scope.Includes(cluster.Name)).ToList();
        var strangers = request.Clusters.Where(name => !allowed.Exists(cluster => cluster.Name.Value == name)).ToList();
        if (strangers.Count > 0)
        {
            return [.. strangers.Select(name => new ClusterSummary(new ClusterName(name), SweepEnd.Refused)
            {
                Reason = OutcomeReason.UnknownCluster,
                Detail = areAllKnown ? $"No cluster named '{name}' is configured." : $"No cluster named '{name}' is known, and not all imports have been listed.",
            })];
        }

        var chosen = request.Clusters.IsEmpty ? allowed : [.. allowed.Where(cluster => request.Clusters.Contains(cluster.Name.Value ?? ""))];
        var summaries = new ClusterSummary?[chosen.Count];
        using var slots = new SemaphoreSlim(options.Value.Clusters);
        await Task.WhenAll(chosen.Select(async (cluster, at) => summaries[at] = await InTurnAsync(cluster).ConfigureAwait(false))).ConfigureAwait(false);
        return areAllKnown || !request.Clusters.IsEmpty
            ? [.. summaries.OfType<ClusterSummary>()]
            : [.. summaries.OfType<ClusterSummary>(), new ClusterSummary(new ClusterName("(imports)"), SweepEnd.Refused)
            {
                Reason = OutcomeReason.FleetIncomplete,
                Detail = "Not all that the fleet imports could be listed, so there may be clusters that were not swept.",
            }];

        async Task<ClusterSummary> InTurnAsync(Cluster cluster)
        {
            try
            {
                await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return new ClusterSummary(cluster.Name, SweepEnd.Cancelled);
            }

            try
            {
                return await _runs.RunAsync(cluster, request, token => SweepAsync(cluster, request, id, progress, objects, token), cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                slots.Release();
            }
        }
    }

    private async Task<ClusterSummary> SweepAsync(
        Cluster cluster, SweepRequest request, string id, IProgress<SweepProgress>? progress, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        ClusterSummary summary;
        try
        {
            var sweep = new ClusterSweep(cluster, policy, _order, request, labeler.Value, options.Value, Progressed, objects is null ? null : objects.Report);
            summary = await sweep.RunAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A fault of ours in one cluster is no reason to leave the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            Log.Broke(logger, fault, id, cluster.Name);
            summary = new ClusterSummary(cluster.Name, SweepEnd.Failed) { Reason = OutcomeReason.Unforeseen, Detail = "Tagalong failed; see its log." };
        }

        var counts = summary.Counts;
        Log.Ended(
            logger, summary.End == SweepEnd.Complete ? LogLevel.Information : LogLevel.Warning, id, cluster.Name, summary.End, request.Mode,
            counts.Listed, counts.Labeled, counts.Unchanged, counts.Pages, counts.Reads, counts.Writes, summary.Duration.TotalSeconds, summary.Detail);
        progress?.Report(new SweepProgress(cluster.Name, counts, Outcome: null) { Summary = summary });
        return summary;

        void Progressed(SweepCounts counts, Outcome? outcome, TimeSpan elapsed)
        {
            if (outcome is not null)
            {
                Report(outcome with { EventId = id }, request.Mode, elapsed);
            }

            progress?.Report(new SweepProgress(cluster.Name, counts, outcome));
        }
    }

    /// <summary>What was written, or failed, is told of as if an event had caused it; what only would be written is not.</summary>
    private void Report(Outcome outcome, WriteMode mode, TimeSpan elapsed)
    {
        if (mode == WriteMode.Apply && outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected)
        {
            reporter.Swept(outcome, elapsed);
        }
        else if (outcome.Kind == OutcomeKind.Labeled)
        {
            Log.Planned(
                logger, outcome.EventId, outcome.Object, outcome.Cluster, outcome.Rule,
                new Joined<Label>(outcome.Added), new Joined<Label>(outcome.Changed), new Joined<string>(outcome.Removed));
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventId = 1, Message = "Sweep {SweepId} of cluster {Cluster} ended as {End} ({Mode}): {Listed} objects listed, {Labeled} labelled, {Unchanged} unchanged, "
            + "{Pages} pages, {Reads} reads, {Writes} writes, {ElapsedSeconds} s. {Detail}")]
        public static partial void Ended(
            ILogger logger, LogLevel level, string sweepId, ClusterName cluster, SweepEnd end, WriteMode mode,
            long listed, long labeled, long unchanged, long pages, long reads, long writes, double elapsedSeconds, string? detail);

        [LoggerMessage(2, LogLevel.Information, "Sweep {SweepId} would write {Object} in cluster {Cluster} by rule {Rule}: add [{Added}], change [{Changed}], remove [{Removed}].")]
        public static partial void Planned(
            ILogger logger, string sweepId, ObjectReference? @object, ClusterName cluster, string? rule,
            Joined<Label> added, Joined<Label> changed, Joined<string> removed);

        [LoggerMessage(3, LogLevel.Error, "Sweep {SweepId} of cluster {Cluster} failed for an unforeseen reason.")]
        public static partial void Broke(ILogger logger, Exception fault, string sweepId, ClusterName cluster);
    }
}
