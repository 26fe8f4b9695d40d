using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Applying;
using Tagalong.Core.Events;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Explaining;

/// <summary>Explains an object of a cluster as it is now: evaluates it like an event of it, and writes nothing.</summary>
public sealed class Explainer(LabelPolicy policy)
{
    private readonly ParentKinds _parents = new(policy);

    /// <summary>Explains an object.</summary>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="type">Its kind.</param>
    /// <param name="ns">Its namespace; empty for a cluster-scoped object.</param>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async ValueTask<ObjectExplanation> ExplainAsync(
        Cluster cluster, ResourceType type, string ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(type);
        var result = await cluster.Connection.GetAsync(ObjectPath.Of(type, ns, name), metadataOnly: false, cancellationToken).ConfigureAwait(false);
        if (result.Object is not { } target)
        {
            var failure = result.ToFailure(ifGone: OutcomeReason.ObjectGone);
            return new ObjectExplanation(new ObjectReference(type.ApiVersion, type.Kind, ns, name, ""), failure.Reason) { Detail = failure.Detail };
        }

        var parents = await ReadParentsAsync(cluster, target, cancellationToken).ConfigureAwait(false);
        if (policy.TargetType(target.Reference) is not { } targetType)
        {
            return Explanation.Of(policy, _parents, target, parents, new Failure(OutcomeReason.NoRuleForKind), null, null);
        }

        var change = new WatchEvent(WatchChange.Updated, target.Reference, target);
        var reconciler = new ObjectReconciler(cluster, policy, targetType, change, cluster.Owners.TakeTicket()) { Mode = WriteMode.Plan };
        var outcome = await reconciler.RunAsync(cancellationToken).ConfigureAwait(false);
        return Explanation.Of(policy, _parents, target, parents, new Failure(outcome.Reason, outcome.Detail), reconciler.Match, reconciler.Sources);
    }

    private async ValueTask<ImmutableArray<ParentLabels>> ReadParentsAsync(Cluster cluster, ObjectSnapshot child, CancellationToken cancellationToken)
    {
        var parents = ImmutableArray.CreateBuilder<ParentLabels>();
        while (Explanation.OwnerOf(child) is { } owner && parents.Count < Explanation.MaxParents)
        {
            var reference = new ObjectReference(owner.ApiVersion, owner.Kind, child.Namespace, owner.Name, owner.Uid);
            var type = Explanation.TypeOf(policy, owner);
            if (!reference.IsAddressable || !ObjectReference.IsPathSegment(type.Version))
            {
                parents.Add(new ParentLabels(reference) { Fault = OutcomeReason.OwnerGone });
                break;
            }

            var result = await cluster.Scopes.GetMetadataAsync(type, child.Namespace, owner.Name, cancellationToken).ConfigureAwait(false);
            if (result.Object is not { } found || found.Uid != owner.Uid)
            {
                parents.Add(new ParentLabels(reference)
                {
                    Fault = result.Object is null ? result.ToFailure(ifGone: OutcomeReason.OwnerGone).Reason : OutcomeReason.OwnerReplaced,
                });
                break;
            }

            parents.Add(new ParentLabels(reference with { Namespace = found.Namespace }) { Labels = found.Labels });
            child = found;
        }

        return parents.ToImmutable();
    }
}
