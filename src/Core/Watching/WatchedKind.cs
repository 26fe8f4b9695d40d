using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Watching;

/// <summary>A kind that matters to a policy, and what matters of its objects.</summary>
/// <param name="Type">The kind.</param>
/// <param name="IsTarget">Whether the policy labels its objects.</param>
/// <param name="IsSource">Whether its objects are sources of labels.</param>
internal sealed record WatchedKind(ResourceType Type, bool IsTarget, bool IsSource)
{
    /// <summary>All kinds of a policy, sources first.</summary>
    public static ImmutableArray<WatchedKind> AllOf(LabelPolicy policy)
    {
        var sources = new ParentKinds(policy).All.Select(static kind => kind.Type).ToList();
        var targets = policy.Rules.Select(static rule => rule.Target);
        return
        [
            .. sources.Concat(targets).DistinctBy(static type => type.GroupKind).Select(type => new WatchedKind(
                type,
                policy.Rules.Any(rule => rule.Target.GroupKind == type.GroupKind),
                sources.Exists(source => source.GroupKind == type.GroupKind))),
        ];
    }

    /// <summary>
    /// Whether an event of the object could change anything, whatever its labels are. An object that is being deleted gets no
    /// labels, and neither does one whose owner no rule names, such as the ReplicaSet of a Deployment.
    /// </summary>
    public bool MayMatter(ObjectSnapshot item, LabelPolicy policy) =>
        item is { DeletionTimestamp: null, Uid.Length: > 0, ResourceVersion.Length: > 0 }
        && (IsSource || item.Owners.IsEmpty || policy.Match(item) is not null);

    /// <summary>A hash of everything that matters of an object. A change of anything else is not relayed.</summary>
    public ulong HashOf(ObjectSnapshot item)
    {
        var hash = item.Labels.StableHash();
        if (!IsTarget)
        {
            return hash;
        }

        hash = Combine(hash, item.PodTemplateLabels.StableHash());
        foreach (var owner in item.Owners)
        {
            hash = Combine(Combine(Combine(hash, HashOf(owner.Uid)), HashOf(owner.Kind)), owner.IsController ? 1UL : 0UL);
        }

        foreach (var key in item.SelectorKeys)
        {
            hash = Combine(hash, HashOf(key));
        }

        return hash;
    }

    /// <summary>The FNV-1a hash of a text, the same in every process.</summary>
    public static ulong HashOf(string text)
    {
        var hash = 14695981039346656037;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }

    private static ulong Combine(ulong one, ulong other) => (one ^ (other + 0x9E3779B97F4A7C15 + (one << 6) + (one >> 2))) * 1099511628211;
}
