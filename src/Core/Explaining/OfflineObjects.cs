using System.Collections.Immutable;
using Tagalong.Core.Events;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Reconciling;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Explaining;

/// <summary>Objects to try a policy on without a cluster; their owners and namespaces are searched among them.</summary>
public sealed class OfflineObjects
{
    private readonly List<ObjectSnapshot> _objects = [];

    /// <summary>The objects, in the order in which they were added.</summary>
    public IReadOnlyList<ObjectSnapshot> All => _objects;

    /// <summary>Adds an object.</summary>
    /// <param name="utf8">The object, as JSON.</param>
    /// <returns>An error, as a sentence; or null.</returns>
    public string? Add(ReadOnlySpan<byte> utf8)
    {
        var (shown, fault) = ObjectReader.Read(utf8);
        if (shown is not null)
        {
            _objects.Add(shown);
        }

        return shown is not null ? null : fault ?? "It is not a Kubernetes object: it needs an apiVersion, a kind and a name.";
    }

    /// <summary>Adds the object that an event shows.</summary>
    /// <returns>An error, as a sentence; or null.</returns>
    public string? Add(EventEnvelope envelope)
    {
        switch (EventReader.Read(envelope))
        {
            case { Change.Body: { } body }:
                _objects.Add(body);
                return null;
            case { Change: { } change }:
                return $"The event names {change.Object} but does not contain it; use the object itself, or an event that contains it.";
            case var reading:
                return reading.Detail ?? $"The event of type '{envelope.Type}' is not about an object ({reading.Reason}).";
        }
    }

    /// <summary>Explains each object by a policy, in the order in which they were added.</summary>
    public ImmutableArray<ObjectExplanation> Explain(LabelPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var kinds = new ParentKinds(policy);
        return [.. _objects.Select(target => Explain(policy, kinds, target))];
    }

    private ObjectExplanation Explain(LabelPolicy policy, ParentKinds kinds, ObjectSnapshot target)
    {
        var evaluation = Evaluation.Of(policy, target);
        if (evaluation.Match is not { } match)
        {
            var end = policy.TargetType(target.Reference) is null ? OutcomeReason.NoRuleForKind : evaluation.End!.Value;
            return Explanation.Of(policy, kinds, target, ParentsOf(target), new Failure(end), null, null);
        }

        var search = new SourceSearch(match, target);
        while (search.Next() is { } reference)
        {
            if (Find(reference.Type.GroupKind, reference.Namespace, reference.Name, reference.Uid) is { } found)
            {
                search.Found(found.Labels, found.Controller);
            }
            else
            {
                search.NotFound();
            }
        }

        evaluation = evaluation.With(target, search.Labels);
        var reason = search.Missing.IsEmpty ? evaluation.Plan!.NeedsWrite ? OutcomeReason.Applied : OutcomeReason.AlreadyLabeled : OutcomeReason.OwnerGone;
        return Explanation.Of(policy, kinds, target, ParentsOf(target), new Failure(reason), match, search.Labels, search.Missing);
    }

    private ImmutableArray<ParentLabels> ParentsOf(ObjectSnapshot child)
    {
        var parents = ImmutableArray.CreateBuilder<ParentLabels>();
        ObjectSnapshot? next = child;
        while (next is not null && Explanation.OwnerOf(next) is { } owner && parents.Count < Explanation.MaxParents)
        {
            next = Find(owner.GroupKind, child.Namespace, owner.Name, owner.Uid);
            parents.Add(new ParentLabels(new ObjectReference(owner.ApiVersion, owner.Kind, next?.Namespace ?? child.Namespace, owner.Name, owner.Uid))
            {
                Labels = next?.Labels,
                Fault = next is null ? OutcomeReason.OwnerGone : null,
            });
        }

        return parents.ToImmutable();
    }

    /// <summary>
    /// The object as it was added last, in the namespace or, as an owner may be cluster-scoped, without one. An object written by hand may have no uid; then
    /// the name is enough.
    /// </summary>
    private ObjectSnapshot? Find(GroupKind kind, string ns, string name, string? uid)
    {
        return FindIn(ns) ?? FindIn("");

        ObjectSnapshot? FindIn(string place) => _objects.FindLast(candidate =>
            candidate.GroupKind == kind && candidate.Name == name && candidate.Namespace == place
            && (candidate.Uid.Length == 0 || string.IsNullOrEmpty(uid) || candidate.Uid == uid));
    }
}
