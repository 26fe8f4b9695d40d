using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Watching;

/// <summary>A kind of which a policy wants to know, and what of its objects matters.</summary>
/// <param name="Type">The kind.</param>
/// <param name="IsTarget">Whether its objects get labels.</param>
/// <param name="IsSource">Whether others get labels from its objects.</param>
internal sealed record WatchedKind(ResourceType Type, bool IsTarget, bool IsSource)
{
    /// <summary>All kinds of a policy: first those that others get labels from.</summary>
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
    /// Whether an event of the object could come to anything, whatever its labels are. One that is on its way out gets none,
    /// nor does one of an owner that no rule names, such as a Deployment's ReplicaSet.
    /// </summary>
    public bool MayMatter(ObjectSnapshot shown, LabelPolicy policy) =>
        shown is { DeletionTimestamp: null, Uid.Length: > 0, ResourceVersion.Length: > 0 }
        && (IsSource || shown.Owners.IsEmpty || policy.Match(shown) is not null);

    /// <summary>A hash of all that an event of the object could make a difference by: of what is not in it, nobody is told.</summary>
    public ulong HashOf(ObjectSnapshot shown)
    {
        var hash = shown.Labels.StableHash();
        if (!IsTarget)
        {
            return hash;
        }

        hash = Joined(hash, shown.PodTemplateLabels.StableHash());
        foreach (var owner in shown.Owners)
        {
            hash = Joined(Joined(Joined(hash, Of(owner.Uid)), Of(owner.Kind)), owner.IsController ? 1UL : 0UL);
        }

        foreach (var key in shown.SelectorKeys)
        {
            hash = Joined(hash, Of(key));
        }

        return hash;
    }

    /// <summary>A hash of a text, the same in every run. Source: FNV-1a.</summary>
    public static ulong Of(string text)
    {
        var hash = 14695981039346656037;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * 1099511628211;
        }

        return hash;
    }

    private static ulong Joined(ulong one, ulong other) => (one ^ (other + 0x9E3779B97F4A7C15 + (one << 6) + (one >> 2))) * 1099511628211;
}
