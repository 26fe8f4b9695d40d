using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Explaining;

/// <summary>Puts together what is known of an object, its owners and the rule.</summary>
internal static class Explanation
{
    /// <summary>The owner and the owner's owner: no rule looks further.</summary>
    public const int MostParents = 2;

    /// <summary>The owner that counts: the one that controls the object; where none does, the first.</summary>
    public static OwnerReference? OwnerOf(ObjectSnapshot child) =>
        child.Controller ?? child.Owners.FirstOrDefault();

    /// <summary>How the API serves an owner: as a rule says, or else as it is guessed.</summary>
    public static ResourceType TypeOf(LabelPolicy policy, OwnerReference owner) =>
        policy.Rules.SelectMany(static rule => rule.Owners.Append(rule.Target)).FirstOrDefault(type => type.Covers(owner.ApiVersion, owner.Kind))
        ?? ResourceType.Of(owner.ApiVersion, owner.Kind);

    /// <param name="policy">The policy.</param>
    /// <param name="kinds">Its sources.</param>
    /// <param name="target">The object.</param>
    /// <param name="parents">Its owners.</param>
    /// <param name="end">How an event of it would end.</param>
    /// <param name="match">The rule, or null.</param>
    /// <param name="sources">What the rule's sources have, or null where they are not to be had.</param>
    /// <param name="unknown">Those of them that are not known.</param>
    public static ObjectExplanation Of(
        LabelPolicy policy,
        SourceKinds kinds,
        ObjectSnapshot target,
        ImmutableArray<ParentLabels> parents,
        Failure end,
        RuleMatch? match,
        SourceLabels? sources,
        params ImmutableArray<LabelSourceKind> unknown) => new(target.Reference, end.Reason)
        {
            Detail = end.Detail ?? DetailOf(policy, target, end.Reason),
            Match = match,
            Parents = parents,
            Unknown = unknown,
            GivesTo = [.. kinds.Find(target.Reference)?.Dependents.Where(static dependent => dependent.GetsLabels).Select(static dependent => dependent.Type.GroupKind) ?? []],
            LacksOwnership = match is not null && target is { LabelManagers: null, Labels.Count: > 0 },
            Labels = match is null
                ? LabelExplanations.WithoutPlan(target, LabelVerdict.NotOurs)
                : sources is null
                    ? LabelExplanations.WithoutPlan(target, LabelVerdict.Unknown)
                    : LabelExplanations.Of(
                        target, match.Rule, sources, unknown, parents.SelectMany(static parent => parent.Labels ?? LabelSet.Empty).Select(label => label.Key)),
        };

    private static string? DetailOf(LabelPolicy policy, ObjectSnapshot target, OutcomeReason reason)
    {
        if (reason != OutcomeReason.NoRuleForOwner)
        {
            return null;
        }

        var owners = policy.Rules.Where(rule => rule.Target.Covers(target.ApiVersion, target.Kind)).SelectMany(static rule => rule.Owners)
            .Select(static owner => owner.GroupKind.ToString()).Distinct();
        var has = OwnerOf(target) is { } owner ? $"It is owned by {owner.GroupKind}/{owner.Name}" : "It has no owner";
        return $"{has}; the rules for {target.GroupKind} are about objects owned by {string.Join(", ", owners)}.";
    }
}
