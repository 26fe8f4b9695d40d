using Microsoft.Extensions.Options;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Reporting;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core;

/// <summary>
/// Handles an event, from top to bottom: read it, find its cluster, label the object, label the object's children if its labels
/// changed, report the outcome.
/// </summary>
public sealed class Labeler(
    ClusterRegistry clusters, LabelPolicy policy, OutcomeReporter reporter, IOptions<LabelerOptions> options, TimeProvider time)
{
    private readonly ParentKinds _parents = new(policy);
    private readonly TimeLimit _limit = new(options.Value.EventTimeout, time);

    /// <summary>Handles one event and ends in exactly one outcome, which has been reported when it returns.</summary>
    /// <param name="envelope">The event. Its data is not used after the method returns.</param>
    /// <param name="cancellationToken">Ends the work early; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var report = reporter.Begin(envelope);

        var read = EventReader.Read(envelope);
        if (read.Change is not { } change)
        {
            return report.End(new Outcome(read.Reason) { Detail = read.Detail });
        }

        var found = clusters.Find(envelope.Cluster, envelope.Source);
        if (found.Cluster is not { } cluster)
        {
            return report.End(Outcome.Of(found.Failure), default, change.Object);
        }

        if (!envelope.SenderClusters.Includes(cluster.Name))
        {
            var notAllowed = new Failure(OutcomeReason.SenderNotAllowed, $"The sender '{envelope.SenderName}' may not send events of the cluster '{cluster.Name}'.");
            return report.End(Outcome.Of(notAllowed), cluster.Name, change.Object);
        }

        var outcome = await LabelAsync(cluster, change, cancellationToken).ConfigureAwait(false);
        return report.End(outcome, cluster.Name, change.Object);
    }

    private async ValueTask<Outcome> LabelAsync(Cluster cluster, WatchEvent change, CancellationToken cancellationToken)
    {
        using var lease = cluster.TryEnter();
        if (!lease.IsAcquired)
        {
            return new Outcome(OutcomeReason.ClusterBusy) { Detail = "The cluster's limit of concurrent events is reached; see Tagalong:Limits:MaxEvents." };
        }

        return await ReconcileAsync(cluster, change, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Outcome> ReconcileAsync(Cluster cluster, WatchEvent change, CancellationToken cancellationToken)
    {
        cluster.Owners.Invalidate(change.Object, change.Body);
        var (target, parent) = (policy.TargetType(change.Object), _parents.Find(change.Object));
        if ((target ?? parent?.Type) is not { } type)
        {
            return new Outcome(OutcomeReason.NoRuleForKind);
        }

        if (change.Change == WatchChange.Deleted)
        {
            return new Outcome(OutcomeReason.Deleted);
        }

        var own = target is null ? null : new ObjectReconciler(cluster, policy, target, change, cluster.Owners.TakeTicket());
        if (parent is null && own?.TrySettle() is { } settled)
        {
            return settled;
        }

        using var limit = _limit.Start(cancellationToken);
        var children = parent is null ? null : new ChildReconciler(cluster, policy, parent, change, options.Value);
        Outcome? outcome = null;
        try
        {
            if (own is not null)
            {
                outcome = await own.RunAsync(limit.Token).ConfigureAwait(false);
            }

            if (children is not null && outcome is not { LeavesChildrenAlone: true })
            {
                var ofChildren = await children.RunAsync(own?.Target ?? change.Body, outcome?.Kind == OutcomeKind.Labeled, limit.Token).ConfigureAwait(false);
                outcome = Outcome.Of(outcome, ofChildren);
            }

            return await WithoutNamespaceAsync(cluster, type, change.Object, outcome!, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsOver)
        {
            var timedOut = new Failure(OutcomeReason.TimedOut, $"The event took longer than {options.Value.EventTimeout.TotalSeconds:0.###} s.");
            return children is null ? Outcome.Of(timedOut) : Outcome.Of(outcome, children.Ended(timedOut));
        }
    }

    /// <summary>Blames the event, and not an API server that may serve the kind soon, if it names no namespace where one is needed.</summary>
    private static async ValueTask<Outcome> WithoutNamespaceAsync(
        Cluster cluster, ResourceType type, ObjectReference named, Outcome outcome, CancellationToken cancellationToken) =>
        outcome.Reason == OutcomeReason.KindNotServed && named.Namespace.Length == 0
            && await cluster.Scopes.IsNamespacedAsync(type, named.Name, cancellationToken).ConfigureAwait(false)
                ? outcome with { Reason = OutcomeReason.NoObject, Detail = "The data has no namespace, and objects of this kind are namespaced.", Reads = outcome.Reads + 1 }
                : outcome;
}
