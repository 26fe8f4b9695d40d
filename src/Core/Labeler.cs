using Microsoft.Extensions.Options;
using Tagalong.Core.Clusters;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Policies;

namespace Tagalong.Core;

/// <summary>
/// The way of an event, from top to bottom: read it, find its cluster, evaluate the object it tells of, apply the plan,
/// report the outcome.
/// </summary>
public sealed class Labeler(
    ClusterCatalog clusters, LabelPolicy policy, OutcomeReporter reporter, IOptions<LabelerOptions> options, TimeProvider time)
{
    /// <summary>Handles one event and ends in exactly one outcome, which has been reported when it returns.</summary>
    /// <param name="envelope">The event. Its data is not looked at after the method returns.</param>
    /// <param name="cancellationToken">Ends the work early; then there is no outcome.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<Outcome> HandleAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        using var report = reporter.Begin(envelope);
        var outcome = await DecideAsync(envelope, cancellationToken).ConfigureAwait(false);
        return report.End(outcome with { EventId = envelope.Id, TraceParent = report.TraceParent ?? envelope.TraceParent });
    }

    private async ValueTask<Outcome> DecideAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var reading = EventReader.Read(envelope);
        if (reading.Change is not { } change)
        {
            return new Outcome(reading.Reason) { Detail = reading.Detail };
        }

        var found = clusters.Find(envelope.Cluster, envelope.Source);
        if (found.Cluster is not { } cluster)
        {
            return Outcome.Of(found.Failure) with { Object = change.Object };
        }

        var outcome = await LabelAsync(cluster, change, cancellationToken).ConfigureAwait(false);
        return outcome with { Cluster = cluster.Name, Object = change.Object };
    }

    private async ValueTask<Outcome> LabelAsync(Cluster cluster, WatchEvent change, CancellationToken cancellationToken)
    {
        if (!cluster.TryEnter())
        {
            return new Outcome(OutcomeReason.ClusterBusy) { Detail = "As many events as the cluster gets are being worked on; see Tagalong:Limits:MaxEvents." };
        }

        try
        {
            cluster.Owners.Invalidate(change.Object, change.Body);
            return policy.TargetType(change.Object) switch
            {
                null => new Outcome(OutcomeReason.NoRuleForKind),
                _ when change.Change == WatchChange.Deleted => new Outcome(OutcomeReason.Deleted),
                { } type => await LabelAsync(cluster, type, change, cancellationToken).ConfigureAwait(false),
            };
        }
        finally
        {
            cluster.Leave();
        }
    }

    private async ValueTask<Outcome> LabelAsync(
        Cluster cluster, ResourceType type, WatchEvent change, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.EventTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var target = (type.Resource, change.Object.Namespace, change.Object.Name);
            using var turn = await cluster.Locks.EnterAsync(target, both.Token).ConfigureAwait(false);
            return await new Labeling(cluster, policy, type, change).RunAsync(both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new Outcome(OutcomeReason.TimedOut) { Detail = $"The event took longer than {options.Value.EventTimeout.TotalSeconds:0.###} s." };
        }
    }
}
