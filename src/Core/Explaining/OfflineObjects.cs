using System.Collections.Immutable;
using Tagalong.Core.Events;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Explaining;

/// <summary>Objects that somebody has at hand, to try a policy on without a cluster: owners and namespaces are found among them.</summary>
public sealed class OfflineObjects
{
    private readonly List<ObjectSnapshot> _objects = [];

    /// <summary>The objects, in the order in which they were given.</summary>
    public IReadOnlyList<ObjectSnapshot> All => _objects;

    /// <summary>Adds an object.</summary>
    /// <param name="utf8">The object, as JSON.</param>
    /// <returns>What is wrong with it, a sentence; null if nothing is.</returns>
    public string? Add(ReadOnlySpan<byte> utf8)
    {
        var (shown, fault) = ObjectReader.Read(utf8);
        if (shown is not null)
        {
            _objects.Add(shown);
        }

        return shown is not null ? null : fault ?? "It is no Kubernetes object: it needs an apiVersion, a kind and a name.";
    }

    /// <summary>Adds the object that an event shows.</summary>
    /// <returns>What is wrong with the event, a sentence; null if nothing is.</returns>
    public string? Add(EventEnvelope envelope)
    {
        switch (EventReader.Read(envelope))
        {
            case { Change.Body: { } body }:
                _objects.Add(body);
                return null;
            case { Change: { } change }:
                return $"The event names {change.Object} and does not show it whole; give the object itself, or an event that holds it.";
            case var reading:
                return reading.Detail ?? $"The event of type '{envelope.Type}' tells of no object ({reading.Reason}).";
        }
    }

    /// <summary>What a policy makes of each object, in the order in which they were given.</summary>
    public ImmutableArray<ObjectExplanation> Explain(LabelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var kinds = new SourceKinds(policy);
        return [.. _objects.Select(target => Explain(policy, kinds, target))];
    }

    private ObjectExplanation Explain(LabelPolicy policy, SourceKinds kinds, ObjectSnapshot target)
    {
        var parents = ParentsOf(target);
        var match = policy.Match(target);
        if (policy.TargetType(target.Reference) is null || match is null || target.DeletionTimestamp is not null)
        {
            var reason = policy.TargetType(target.Reference) is null ? OutcomeReason.NoRuleForKind
                : target.DeletionTimestamp is not null ? OutcomeReason.BeingDeleted
                : OutcomeReason.NoRuleForOwner;
            return Explanation.Of(policy, kinds, target, parents, new Failure(reason), null, null);
        }

        var owner = Find(match.Owner, target.Namespace);
        var next = owner?.Controller;
        var ownersOwner = next is null ? null : Find(next, target.Namespace);
        var ns = target.Namespace.Length == 0 ? null : _objects.FindLast(given => given.GroupKind == SourceKind.Namespace.GroupKind && given.Name == target.Namespace);
        (LabelSourceKind Kind, bool IsMissing)[] sources =
        [
            (LabelSourceKind.Owner, owner is null),
            (LabelSourceKind.OwnersOwner, owner is null || (next is not null && ownersOwner is null)),
            (LabelSourceKind.Namespace, target.Namespace.Length > 0 && ns is null),
        ];
        ImmutableArray<LabelSourceKind> unknown = [.. sources.Where(source => source.IsMissing && match.Rule.Uses(source.Kind)).Select(static source => source.Kind)];
        var labels = new SourceLabels
        {
            Owner = owner?.Labels ?? LabelSet.Empty,
            OwnersOwner = ownersOwner?.Labels ?? LabelSet.Empty,
            Namespace = ns?.Labels ?? LabelSet.Empty,
        };
        var end = !unknown.IsEmpty ? OutcomeReason.OwnerGone
            : LabelPlanner.Plan(target, match.Rule, labels).NeedsWrite ? OutcomeReason.Applied
            : OutcomeReason.AlreadyLabeled;
        return Explanation.Of(policy, kinds, target, parents, new Failure(end), match, labels, unknown);
    }

    private ImmutableArray<ParentLabels> ParentsOf(ObjectSnapshot child)
    {
        var parents = ImmutableArray.CreateBuilder<ParentLabels>();
        ObjectSnapshot? next = child;
        while (next is not null && Explanation.OwnerOf(next) is { } owner && parents.Count < Explanation.MostParents)
        {
            next = Find(owner, child.Namespace);
            parents.Add(new ParentLabels(new ObjectReference(owner.ApiVersion, owner.Kind, child.Namespace, owner.Name, owner.Uid))
            {
                Labels = next?.Labels,
                Fault = next is null ? OutcomeReason.OwnerGone : null,
            });
        }

        return parents.ToImmutable();
    }

    /// <summary>The owner as it was given last. What was written by hand may have no uid; then the name has to do.</summary>
    private ObjectSnapshot? Find(OwnerReference owner, string ns) => _objects.FindLast(given =>
        given.GroupKind == owner.GroupKind && given.Name == owner.Name && given.Namespace == ns
        && (given.Uid.Length == 0 || owner.Uid.Length == 0 || given.Uid == owner.Uid));
}
