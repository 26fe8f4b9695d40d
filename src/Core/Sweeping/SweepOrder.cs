using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// In which order the kinds of a policy are listed: owners that get no labels themselves first, by their metadata; then the
/// targets, each before those that get labels from it, so that one pass is enough.
/// </summary>
/// <param name="Owners">What is listed first.</param>
/// <param name="Targets">What is labelled, in order.</param>
/// <param name="Feeding">Those targets that others get labels from.</param>
/// <param name="NeedsNamespaces">Whether labels come from namespaces.</param>
internal sealed record SweepOrder(
    ImmutableArray<ResourceType> Owners, ImmutableArray<ResourceType> Targets, ImmutableArray<ResourceType> Feeding, bool NeedsNamespaces)
{
    public static SweepOrder Of(LabelPolicy policy)
    {
        var owners = OwnersOf(policy);
        var left = policy.Rules.Select(static rule => rule.Target).DistinctBy(static type => type.GroupKind).ToList();
        var listedFirst = owners.Where(owner => !left.Exists(target => target.GroupKind == owner.GroupKind)).ToList();
        var targets = ImmutableArray.CreateBuilder<ResourceType>();
        while (left.Count > 0)
        {
            var next = left.Find(target => !left.Exists(other => Feeds(other, target, policy)));
            if (next is null)
            {
                // They feed each other. What one gets from another that comes later, it gets by the next sweep.
                listedFirst.AddRange(left.Where(target => owners.Exists(owner => owner.GroupKind == target.GroupKind)));
                targets.AddRange(left);
                break;
            }

            left.Remove(next);
            targets.Add(next);
        }

        return new SweepOrder(
            [.. listedFirst],
            targets.ToImmutable(),
            [.. targets.Where(target => owners.Exists(owner => owner.GroupKind == target.GroupKind))],
            policy.Rules.Any(static rule => rule.Uses(LabelSourceKind.Namespace)));
    }

    /// <summary>The kinds whose labels, or whose own owners, a rule asks for.</summary>
    private static List<ResourceType> OwnersOf(LabelPolicy policy)
    {
        var direct = policy.Rules.Where(static rule => rule.Uses(LabelSourceKind.Owner) || rule.Uses(LabelSourceKind.OwnersOwner))
            .SelectMany(static rule => rule.Owners);
        var between = policy.Rules.Where(static rule => rule.Uses(LabelSourceKind.OwnersOwner))
            .SelectMany(static rule => rule.Owners).Select(static type => type.GroupKind).ToHashSet();
        var indirect = policy.Rules.Where(rule => between.Contains(rule.Target.GroupKind)).SelectMany(static rule => rule.Owners);
        return [.. direct.Concat(indirect).DistinctBy(static type => type.GroupKind)];
    }

    private static bool Feeds(ResourceType owner, ResourceType target, LabelPolicy policy) => policy.Rules.Any(rule =>
        rule.Target.GroupKind == target.GroupKind
        && (rule.Uses(LabelSourceKind.Owner) || rule.Uses(LabelSourceKind.OwnersOwner))
        && rule.Owners.Any(type => type.GroupKind == owner.GroupKind));
}
