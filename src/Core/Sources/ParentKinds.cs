using System.Collections.Frozen;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sources;

/// <summary>The kinds of object that others get labels from, by a policy.</summary>
internal sealed class ParentKinds
{
    private readonly FrozenDictionary<GroupKind, ParentKind> _kinds;

    public ParentKinds(LabelPolicy policy) => _kinds = policy.Rules
        .SelectMany(rule => SourceTable.ObjectTypes(rule, policy))
        .DistinctBy(static type => type.GroupKind)
        .Select(type => new ParentKind(type, [.. ChildrenOf(type.GroupKind, policy)]))
        .Where(static kind => !kind.Children.IsEmpty)
        .ToFrozenDictionary(static kind => kind.Type.GroupKind);

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<ParentKind> All => _kinds.Values;

    /// <summary>The kind of an object, or null if no other kind gets labels from it.</summary>
    public ParentKind? Find(ObjectReference parent) => _kinds.GetValueOrDefault(parent.GroupKind);

    private static IEnumerable<ChildKind> ChildrenOf(GroupKind parent, LabelPolicy policy)
    {
        var indirect = RulesFrom(parent, policy, isDirect: false).ToList();
        var between = policy.Rules.Where(rule => rule.IsOwnedBy(parent)).Select(static rule => rule.Target)
            .Where(type => indirect.Exists(rule => rule.IsOwnedBy(type.GroupKind)))
            .DistinctBy(static type => type.GroupKind).ToList();

        // The parent's direct children are listed first: a grandchild is recognised by its owner's uid.
        var later = indirect.Select(static rule => rule.Target.GroupKind).ToHashSet();
        var targets = RulesFrom(parent, policy, isDirect: true).Concat(indirect).Select(static rule => rule.Target)
            .DistinctBy(static type => type.GroupKind).ToDictionary(static type => type.GroupKind);
        foreach (var type in between)
        {
            var getsLabels = !later.Contains(type.GroupKind) && targets.Remove(type.GroupKind);
            yield return new ChildKind(type, getsLabels, LeadsOn: true);
        }

        foreach (var type in targets.Values)
        {
            yield return new ChildKind(type, GetsLabels: true, LeadsOn: false);
        }
    }

    /// <summary>The rules that take labels from objects of a kind: found from the target, or by way of another object.</summary>
    private static IEnumerable<LabelRule> RulesFrom(GroupKind parent, LabelPolicy policy, bool isDirect) => policy.Rules.Where(rule =>
        SourceTable.All.Any(source => rule.Uses(source.Kind) && source.Via is null == isDirect
            && source.ObjectTypes(rule, policy).Any(type => type.GroupKind == parent)));
}
