using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Sweeping;

/// <summary>
/// In which order the kinds of a policy are listed: owners that get no labels themselves first, by their metadata; then the
/// targets, each before those that get labels from it, so that one pass is enough.
/// </summary>
/// <param name="Sources">What is listed first.</param>
/// <param name="Targets">What is labelled, in order.</param>
/// <param name="Feeding">Those targets that others get labels from.</param>
internal sealed record SweepOrder(ImmutableArray<ResourceType> Sources, ImmutableArray<ResourceType> Targets, ImmutableArray<ResourceType> Feeding)
{
    public static SweepOrder Of(LabelPolicy policy)
    {
        var sources = policy.Rules.SelectMany(rule => SourceTable.ObjectTypes(rule, policy)).DistinctBy(static type => type.GroupKind).ToList();
        var left = policy.Rules.Select(static rule => rule.Target).DistinctBy(static type => type.GroupKind).ToList();
        var listedFirst = sources.Where(source => !left.Exists(target => target.GroupKind == source.GroupKind)).ToList();
        var targets = ImmutableArray.CreateBuilder<ResourceType>();
        while (left.Count > 0)
        {
            var next = left.Find(target => !left.Exists(other => Feeds(other, target, policy)));
            if (next is null)
            {
                // They feed each other. What one gets from another that comes later, it gets by the next sweep.
                listedFirst.AddRange(left.Where(target => sources.Exists(source => source.GroupKind == target.GroupKind)));
                targets.AddRange(left);
                break;
            }

            left.Remove(next);
            targets.Add(next);
        }

        return new SweepOrder(
            [.. listedFirst],
            targets.ToImmutable(),
            [.. targets.Where(target => sources.Exists(source => source.GroupKind == target.GroupKind))]);
    }

    private static bool Feeds(ResourceType source, ResourceType target, LabelPolicy policy) => policy.Rules.Any(rule =>
        rule.Target.GroupKind == target.GroupKind && SourceTable.ObjectTypes(rule, policy).Any(type => type.GroupKind == source.GroupKind));
}
