using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Reporting;
using Tagalong.Core.Rules;

namespace Tagalong.Core;

/// <summary>
/// The way of an event, from top to bottom: read it, find its cluster, evaluate the object it tells of, apply the plan,
/// fan out to the object's children if its labels changed, report the outcome.
/// </summary>
public sealed class Labeler(
    ClusterRegistry clusters, LabelPolicy policy, OutcomeReporter reporter, IOptions<LabelerOptions> options, TimeProvider time)
{
    private readonly SourceKinds _sources = new(policy);
    private readonly TimeLimit _limit = new(options.Value.EventTimeout, time);

    /// <summary>Handles one event and ends in exactly one outcome, which has been reported when it returns.</summary>
    /// <param name="envelope">The event. Its data is not looked at after the method returns.</param>
    /// <param name="cancellationToken">Ends the work early; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var report = reporter.Begin(envelope);
        var (outcome, cluster, about) = await DecideAsync(envelope, cancellationToken).ConfigureAwait(false);
        return report.End(outcome with
        {
            EventId = envelope.Id,
            TraceParent = report.TraceParent ?? envelope.TraceParent,
            Cluster = cluster,
            Object = about,
        });
    }

    private async ValueTask<(Outcome Outcome, ClusterName Cluster, ObjectReference? About)> DecideAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var reading = EventReader.Read(envelope);
        if (reading.Change is not { } change)
        {
            return (new Outcome(reading.Reason) { Detail = reading.Detail }, default, null);
        }

        var found = clusters.Find(envelope.Cluster, envelope.Source);
        if (found.Cluster is not { } cluster)
        {
            return (Outcome.Of(found.Failure), default, change.Object);
        }

        if (!envelope.SenderClusters.Includes(cluster.Name))
        {
            var refused = new Outcome(OutcomeReason.SenderNotAllowed)
            {
                Detail = $"The sender '{envelope.SenderName}' may not send events of the cluster '{cluster.Name}'.",
            };
            return (refused, cluster.Name, change.Object);
        }

        return (await LabelAsync(cluster, change, cancellationToken).ConfigureAwait(false), cluster.Name, change.Object);
    }

    private async ValueTask<Outcome> LabelAsync(Cluster cluster, WatchEvent change, CancellationToken cancellationToken)
    {
        using var lease = cluster.TryEnter();
        if (!lease.IsAcquired)
        {
            return new Outcome(OutcomeReason.ClusterBusy) { Detail = "As many events as the cluster gets are being worked on; see Tagalong:Limits:MaxEvents." };
        }

        cluster.Owners.Invalidate(change.Object, change.Body);
        return (policy.TargetType(change.Object), _sources.Find(change.Object)) switch
        {
            (null, null) => new Outcome(OutcomeReason.NoRuleForKind),
            _ when change.Change == WatchChange.Deleted => new Outcome(OutcomeReason.Deleted),
            var (type, source) => await WorkAsync(cluster, type, source, change, cancellationToken).ConfigureAwait(false),
        };
    }

    private ValueTask<Outcome> WorkAsync(
        Cluster cluster, ResourceType? type, SourceKind? source, WatchEvent change, CancellationToken cancellationToken)
    {
        var labeling = type is null ? null : new ObjectReconciler(cluster, policy, type, change, cluster.Owners.TakeTicket());
        return source is null && labeling!.TrySettle() is { } settled
            ? ValueTask.FromResult(settled)
            : WithinLimitAsync(cluster, type, labeling, source, change, cancellationToken);
    }

    private async ValueTask<Outcome> WithinLimitAsync(
        Cluster cluster, ResourceType? type, ObjectReconciler? labeling, SourceKind? source, WatchEvent change, CancellationToken cancellationToken)
    {
        using var limit = _limit.Start(cancellationToken);
        var fanOut = source is null ? null : new FanOut(cluster, policy, source, change, time, options.Value);
        Outcome? own = null;
        try
        {
            if (labeling is not null)
            {
                var target = (type!.Resource, change.Object.Namespace, change.Object.Name);
                using var turn = await cluster.Locks.EnterAsync(target, limit.Token).ConfigureAwait(false);
                own = await labeling.RunAsync(limit.Token).ConfigureAwait(false);
            }

            var outcome = fanOut is null || own is { LeavesChildrenAlone: true }
                ? own!
                : Outcome.Of(own, await fanOut.RunAsync(labeling?.Target ?? change.Body, own?.Kind == OutcomeKind.Labeled, limit.Token).ConfigureAwait(false));
            return await LacksNamespaceAsync(cluster, type ?? source!.Type, change.Object, outcome, limit.Token).ConfigureAwait(false)
                ? outcome with { Reason = OutcomeReason.NoObject, Detail = "The data names no namespace, and objects of this kind are in one.", Reads = outcome.Reads + 1 }
                : outcome;
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            var timedOut = new Failure(OutcomeReason.TimedOut, $"The event took longer than {options.Value.EventTimeout.TotalSeconds:0.###} s.");
            return fanOut is null ? Outcome.Of(timedOut) : Outcome.Of(own, fanOut.Ended(timedOut));
        }
    }

    /// <summary>Whether it is the event that is at fault, and not an API server that may serve the kind in a moment.</summary>
    private static async ValueTask<bool> LacksNamespaceAsync(
        Cluster cluster, ResourceType type, ObjectReference named, Outcome outcome, CancellationToken cancellationToken) =>
        outcome.Reason == OutcomeReason.KindNotServed && named.Namespace.Length == 0
            && await ResourceScope.IsNamespacedAsync(cluster.Connection, type, named.Name, cancellationToken).ConfigureAwait(false);
}
