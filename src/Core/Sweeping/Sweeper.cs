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
/// Labels the objects that exist already: those that were created before the first event, and those whose events were
/// missed. Clusters are swept in parallel; one that fails does not delay the others.
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
    private static readonly TimeSpan ImportTimeout = TimeSpan.FromSeconds(30);

    private readonly SweepOrder _order = SweepOrder.Of(policy);
    private readonly SweepRuns _runs = new();

    /// <summary>Sweeps, without a report of each object.</summary>
    /// <inheritdoc cref="RunAsync(SweepRequest, string, IProgress{SweepProgress}?, IProgress{SweptObject}?, CancellationToken)"/>
    public Task<SweepSummary> RunAsync(SweepRequest request, string id, IProgress<SweepProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync(request, id, progress, objects: null, cancellationToken);

    /// <summary>Sweeps. A request joins an equal sweep of a cluster that is already running, which reports the objects there.</summary>
    /// <param name="request">What to sweep.</param>
    /// <param name="id">The id of the sweep in the log.</param>
    /// <param name="progress">Called after each page, each labeled or failed object and each cluster, on any thread; or null.</param>
    /// <param name="objects">Called after each object of a target kind, on any thread; or null.</param>
    /// <param name="cancellationToken">Cancels the sweep. The result then says what was done until then.</param>
    public async Task<SweepSummary> RunAsync(
        SweepRequest request, string id, IProgress<SweepProgress>? progress, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(id);
        var started = time.GetTimestamp();
        var results = await SweepAsync(
            request, (cluster, token) => SweepAsync(cluster, request, id, progress, objects, token), cancellationToken).ConfigureAwait(false);
        return new SweepSummary(id, request.Mode, results, time.GetElapsedTime(started));
    }

    private async Task<ImmutableArray<ClusterSummary>> SweepAsync(
        SweepRequest request, Func<Cluster, CancellationToken, Task<ClusterSummary>> sweep, CancellationToken cancellationToken)
    {
        bool isFleetComplete;
        try
        {
            isFleetComplete = await clusters.CompleteAsync(ImportTimeout, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return [.. request.Clusters.Select(static name => new ClusterSummary(new ClusterName(name), SweepEnd.Cancelled))];
        }

        var allowed = clusters.Clusters.Where(cluster => request.Scope.Includes(cluster.Name)).ToList();
        var unknown = request.Clusters.Where(name => !allowed.Exists(cluster => cluster.Name.Value == name)).ToList();
        if (unknown.Count > 0)
        {
            return [.. unknown.Select(name => new ClusterSummary(new ClusterName(name), SweepEnd.Refused)
            {
                Reason = OutcomeReason.UnknownCluster,
                Detail = isFleetComplete
                    ? $"No cluster named '{name}' is configured."
                    : $"No cluster named '{name}' is known, and some imports of the fleet have not been listed yet.",
            })];
        }

        var chosen = request.Clusters.IsEmpty ? allowed : allowed.FindAll(cluster => request.Clusters.Contains(cluster.Name.Value ?? ""));
        var results = new ClusterSummary[chosen.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Value.Clusters };
        await Parallel.ForAsync(0, chosen.Count, parallel, async (at, _) => results[at] = cancellationToken.IsCancellationRequested
            ? new ClusterSummary(chosen[at].Name, SweepEnd.Cancelled)
            : await _runs.RunAsync(chosen[at], request, token => sweep(chosen[at], token), cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return isFleetComplete || !request.Clusters.IsEmpty ? [.. results] : [.. results, new ClusterSummary(new ClusterName("(imports)"), SweepEnd.Refused)
        {
            Reason = OutcomeReason.FleetIncomplete,
            Detail = "Some imports of the fleet could not be listed, so some clusters may not have been swept.",
        }];
    }

    private async Task<ClusterSummary> SweepAsync(
        Cluster cluster, SweepRequest request, string id, IProgress<SweepProgress>? progress, IProgress<SweptObject>? objects, CancellationToken cancellationToken)
    {
        ClusterSummary result;
        try
        {
            var sweep = new ClusterSweep(cluster, policy, _order, request, labeler.Value, options.Value, Progressed, objects is null ? null : objects.Report);
            result = cluster.Fault is { } fault
                ? new ClusterSummary(cluster.Name, SweepEnd.Refused) { Reason = OutcomeReason.ClusterMisconfigured, Detail = fault }
                : await sweep.RunAsync(cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A bug that one cluster brings to light must not stop the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Log.Crashed(logger, exception, cluster.Name, id);
            result = new ClusterSummary(cluster.Name, SweepEnd.Failed) { Reason = OutcomeReason.Unforeseen, Detail = "Tagalong failed; see its log." };
        }

        var counts = result.Counts;
        Log.Swept(
            logger, result.End == SweepEnd.Complete ? LogLevel.Information : LogLevel.Warning, cluster.Name, result.End, request.Mode, counts.Listed,
            counts.Labeled, counts.Unchanged, counts.Pages, counts.Reads, counts.Writes, result.Duration.TotalSeconds, id, result.Detail is null ? "" : $" {result.Detail}");
        progress?.Report(new SweepProgress(cluster.Name, counts) { Summary = result });
        return result;

        void Progressed(SweepCounts counts, Outcome? outcome, TimeSpan elapsed)
        {
            if (outcome is not null)
            {
                Report(outcome with { EventId = id }, request.Mode, elapsed);
            }

            progress?.Report(new SweepProgress(cluster.Name, counts));
        }
    }

    /// <summary>Reports a write or a failure like the outcome of an event. A write that is only planned or tried has a log line of its own.</summary>
    private void Report(Outcome outcome, WriteMode mode, TimeSpan elapsed)
    {
        if (mode == WriteMode.Apply && outcome.Kind is OutcomeKind.Labeled or OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected)
        {
            reporter.Swept(outcome, elapsed);
        }
        else if (outcome.Kind == OutcomeKind.Labeled && logger.IsEnabled(LogLevel.Information))
        {
            Log.WouldLabel(logger, outcome.Object, outcome.Cluster, ChangesOf(outcome), outcome.Rule, outcome.EventId);
        }
    }

    private static string ChangesOf(Outcome outcome) => string.Join("; ", new[]
    {
        outcome.Added.Count > 0 ? $"add {new Joined<Label>(outcome.Added)}" : null,
        outcome.Changed.Count > 0 ? $"change {new Joined<Label>(outcome.Changed)}" : null,
        outcome.Removed.Length > 0 ? $"remove {new Joined<string>(outcome.Removed)}" : null,
    }.OfType<string>());

    private static partial class Log
    {
        [LoggerMessage(EventId = 1200, Message = "Swept cluster {Cluster}: {End} (mode {Mode}). Objects: {Listed} listed, {Labeled} labeled, {Unchanged} unchanged. "
            + "Calls: {Pages} list, {Reads} get, {Writes} patch. It took {ElapsedSeconds} s (sweep {SweepId}).{Detail}")]
        public static partial void Swept(
            ILogger logger, LogLevel level, ClusterName cluster, SweepEnd end, WriteMode mode, long listed,
            long labeled, long unchanged, long pages, long reads, long writes, double elapsedSeconds, string sweepId, string detail);

        [LoggerMessage(1201, LogLevel.Information, "Would label {Object} in cluster {Cluster}: {Changes} (rule {Rule}, sweep {SweepId}).")]
        public static partial void WouldLabel(ILogger logger, ObjectReference? @object, ClusterName cluster, string changes, string? rule, string sweepId);

        [LoggerMessage(1202, LogLevel.Error, "Cluster {Cluster} was not swept, because Tagalong failed (sweep {SweepId}).")]
        public static partial void Crashed(ILogger logger, Exception exception, ClusterName cluster, string sweepId);
    }
}
