using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Explaining;

/// <summary>Builds the explanation of an object from its owners, its rule and the labels of the sources.</summary>
internal static class Explanation
{
    /// <summary>The owner and the owner's owner: no rule looks further.</summary>
    public const int MaxParents = 2;

    /// <summary>The owner that controls the object; where none does, the first.</summary>
    public static OwnerReference? OwnerOf(ObjectSnapshot child) =>
        child.Controller ?? child.Owners.FirstOrDefault();

    /// <summary>How the API serves an owner: by a rule, or else by a guess.</summary>
    public static ResourceType TypeOf(LabelPolicy policy, OwnerReference owner) =>
        policy.Rules.SelectMany(static rule => rule.Owners.Append(rule.Target)).FirstOrDefault(type => type.Covers(owner.ApiVersion, owner.Kind))
        ?? ResourceType.Of(owner.ApiVersion, owner.Kind);

    /// <param name="policy">The policy.</param>
    /// <param name="kinds">The kinds that others get labels from.</param>
    /// <param name="target">The object.</param>
    /// <param name="parents">Its owners.</param>
    /// <param name="end">How an event of it would end.</param>
    /// <param name="match">The rule, or null.</param>
    /// <param name="sources">The labels of the rule's sources, or null if they cannot be read.</param>
    /// <param name="unknown">The sources whose labels are unknown.</param>
    public static ObjectExplanation Of(
        LabelPolicy policy,
        ParentKinds kinds,
        ObjectSnapshot target,
        ImmutableArray<ParentLabels> parents,
        Failure end,
        RuleMatch? match,
        SourceLabels? sources,
        params ImmutableArray<LabelSourceKind> unknown) => new(target.Reference, end.Reason)
        {
            Detail = end.Detail ?? DetailOf(policy, target, end.Reason) ?? sources?.Remark,
            Match = match,
            Parents = parents,
            Unknown = unknown,
            GivesTo = [.. kinds.Find(target.Reference)?.Children.Where(static child => child.GetsLabels).Select(static child => child.Type.GroupKind) ?? []],
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
