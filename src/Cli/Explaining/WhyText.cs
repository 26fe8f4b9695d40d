using Tagalong.Core.Explaining;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Explaining;

/// <summary>Why a label is as it is, in words for people.</summary>
internal static class WhyText
{
    private static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    private static readonly GroupKind Experiment = new("argoproj.io", "Experiment");

    /// <summary>Why.</summary>
    public static string Of(LabelExplanation label, ObjectExplanation of) => label.Verdict switch
    {
        LabelVerdict.Added => $"missing; {SourceOf(label, of)} has it",
        LabelVerdict.Changed => $"Tagalong wrote it, and {SourceOf(label, of)} says otherwise now",
        LabelVerdict.Removed => "Tagalong wrote it, and no source has it any more",
        LabelVerdict.InPlace when IsOwn(label) => $"Tagalong wrote it, from {SourceOf(label, of)}",
        LabelVerdict.InPlace => $"as {SourceOf(label, of)} has it; {OwnerOf(label)} wrote it",
        LabelVerdict.Kept when label.Reason == SkipReason.OwnedByAnother => $"never overwritten: {OwnerOf(label)} owns it, though {SourceOf(label, of)} says {Quoted(label.Wanted!)}",
        LabelVerdict.Kept => $"Tagalong wrote it and leaves it: {ReasonText(label)}",
        LabelVerdict.LeftOut when label.Origins.IsEmpty => NoSource(label, of),
        LabelVerdict.LeftOut => $"{SourceOf(label, of)} has it; {ReasonText(label)}",
        LabelVerdict.NotOurs when of.Match is null => $"{OwnerOf(label)} wrote it",
        LabelVerdict.NotOurs when label.Reason is not null => $"{OwnerOf(label)} wrote it; {ReasonText(label)}",
        LabelVerdict.NotOurs => $"{OwnerOf(label)} wrote it; no source of the rule has it",
        LabelVerdict.Unknown when !of.Unknown.IsEmpty => $"depends on {string.Join(" and ", of.Unknown.Select(source => NameOf(source, of)))}, not given",
        LabelVerdict.Unknown => "stays as it is: nothing is decided while the owner is not to be had",
    };

    /// <summary>What a reason says of an object as a whole.</summary>
    public static string Of(ObjectExplanation of) => of.Reason switch
    {
        OutcomeReason.Applied => "labels are to be written",
        OutcomeReason.AlreadyLabeled => "its labels are as they should be",
        OutcomeReason.NoRuleForKind when !of.GivesTo.IsEmpty => $"no rule gives labels to {of.Object.GroupKind}; {string.Join(", ", of.GivesTo)} get labels from it",
        OutcomeReason.NoRuleForKind => $"no rule gives labels to {of.Object.GroupKind}",
        OutcomeReason.NoRuleForOwner => "no rule is about an object of its owner",
        OutcomeReason.BeingDeleted => "it is being deleted, so nothing is written",
        OutcomeReason.OwnerGone when !of.Unknown.IsEmpty => $"{string.Join(" and ", of.Unknown.Select(source => NameOf(source, of)))} not given",
        OutcomeReason.OwnerGone => $"its owner {OwnerNameOf(of)} is gone, so nothing is written or taken away",
        OutcomeReason.OwnerReplaced => $"its owner {OwnerNameOf(of)} is another object of that name now, so nothing is written or taken away",
        OutcomeReason.ObjectGone => "there is no such object",
        OutcomeReason.KindNotServed => $"the cluster does not know the kind {of.Object.GroupKind}, or that of an owner",
        OutcomeReason.Forbidden => "a right is missing",
        OutcomeReason.Unreachable or OutcomeReason.TimedOut => "the API server did not answer",
        var reason => reason.ToString(),
    };

    /// <summary>The object behind a source, by name: <c>Rollout checkout</c>.</summary>
    public static string NameOf(LabelSourceKind source, ObjectExplanation of) => source switch
    {
        LabelSourceKind.Owner => OwnerNameOf(of),
        LabelSourceKind.OwnersOwner => of.Parents is [_, var next, ..] ? NameOf(next.Object) : $"the owner of {OwnerNameOf(of)}",
        LabelSourceKind.Namespace => $"Namespace {of.Object.Namespace}",
        LabelSourceKind.PodTemplate => "its pod template",
        LabelSourceKind.Static => $"the rule {of.Match?.Rule.Name}",
    };

    private static bool IsOwn(LabelExplanation label) => label.Managers is { } managers && managers.Contains(LabelPlanner.FieldManager);

    private static string SourceOf(LabelExplanation label, ObjectExplanation of) => label.Source is { } source ? NameOf(source, of) : "its source";

    private static string OwnerNameOf(ObjectExplanation of) => of.Match is { } match ? $"{match.Owner.Kind} {match.Owner.Name}" : "";

    private static string NameOf(ObjectReference reference) => $"{reference.Kind} {reference.Name}";

    private static string OwnerOf(LabelExplanation label) => label.Managers switch
    {
        null => "somebody else",
        [] => "nobody in particular",
        var managers => string.Join(" and ", managers),
    };

    private static string NoSource(LabelExplanation label, ObjectExplanation of)
    {
        var holder = of.Parents.FirstOrDefault(parent => parent.Labels?.ContainsKey(label.Key) == true);
        var isUnsafe = of.Object.GroupKind == ReplicaSet && of.Match?.Owner.GroupKind == Experiment;
        return holder is null ? "no source of the rule has it"
            : isUnsafe ? $"{NameOf(holder.Object)} has it, but its pods do not: a Service of the Experiment would select nothing"
            : $"{NameOf(holder.Object)} has it, and is no source of the rule";
    }

    private static string ReasonText(LabelExplanation label) => label.Reason switch
    {
        SkipReason.Protected => "protected: controllers find their objects by it",
        SkipReason.InSelector => "it is in the object's own selector, where only the pod template counts",
        SkipReason.ExcludedByRule => "the rule excludes it",
        SkipReason.NotIncluded => "the rule does not include it",
        SkipReason.ExcludedByDefault => "excluded by default: it belongs to another tool",
        SkipReason.InvalidKey or SkipReason.InvalidValue => $"it {label.Detail}",
        SkipReason.EarlierSource => $"an earlier source says {Quoted(label.Detail ?? "")}",
        SkipReason.OwnedByAnother => "others own it",
        null => "",
    };

    private static string Quoted(string value) => $"'{value}'";
}
