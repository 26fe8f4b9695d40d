using System.Collections.Frozen;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Rules;

/// <summary>
/// Which kinds of object others get labels from, by a policy: the owners of rules with the source <c>owner</c>, namespaces
/// where a rule has that source, and owners' owners as far as another rule says what owns the owner.
/// </summary>
internal sealed class SourceKinds
{
    private readonly FrozenDictionary<GroupKind, SourceKind> _kinds;

    public SourceKinds(LabelPolicy policy)
    {
        var sources = policy.Rules.SelectMany(static rule => rule.Owners).Append(SourceKind.Namespace).DistinctBy(static type => type.GroupKind);
        _kinds = sources
            .Select(source => new SourceKind(source, [.. DependentsOf(source.GroupKind, policy)]))
            .Where(static kind => !kind.Dependents.IsEmpty)
            .ToFrozenDictionary(static kind => kind.Type.GroupKind);
    }

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<SourceKind> All => _kinds.Values;

    /// <summary>The source kind of an object, or null if nothing gets labels from its kind.</summary>
    public SourceKind? Find(ObjectReference source) => _kinds.GetValueOrDefault(source.GroupKind);

    private static IEnumerable<DependentKind> DependentsOf(GroupKind source, LabelPolicy policy)
    {
        var owned = policy.Rules.Where(rule => IsOwner(source, rule)).ToList();
        var direct = source == SourceKind.Namespace.GroupKind
            ? policy.Rules.Where(static rule => rule.Uses(LabelSourceKind.Namespace))
            : owned.Where(static rule => rule.Uses(LabelSourceKind.Owner));
        var indirect = policy.Rules.Where(static rule => rule.Uses(LabelSourceKind.OwnersOwner))
            .Where(rule => owned.Exists(between => IsOwner(between.Target.GroupKind, rule)))
            .ToList();
        var between = owned.Select(static rule => rule.Target).Where(type => indirect.Exists(rule => IsOwner(type.GroupKind, rule)))
            .DistinctBy(static type => type.GroupKind).ToList();

        // The objects between have to be known before it can be told who depends on the source by way of them.
        var later = indirect.Select(static rule => rule.Target.GroupKind).ToHashSet();
        var targets = direct.Concat(indirect).Select(static rule => rule.Target).DistinctBy(static type => type.GroupKind)
            .ToDictionary(static type => type.GroupKind);
        foreach (var type in between)
        {
            var getsLabels = !later.Contains(type.GroupKind) && targets.Remove(type.GroupKind);
            yield return new DependentKind(type, getsLabels, LeadsOn: true);
        }

        foreach (var type in targets.Values)
        {
            yield return new DependentKind(type, GetsLabels: true, LeadsOn: false);
        }
    }

    private static bool IsOwner(GroupKind kind, LabelRule rule) => rule.Owners.Any(owner => owner.GroupKind == kind);
}
