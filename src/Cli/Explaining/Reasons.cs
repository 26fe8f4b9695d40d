using Tagalong.Cli.Output;
using Tagalong.Core.Explaining;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Cli.Explaining;

/// <summary>Says in words why an object or a label is as it is.</summary>
internal static class Reasons
{
    private static readonly GroupKind ReplicaSet = new("apps", "ReplicaSet");
    private static readonly GroupKind Experiment = new("argoproj.io", "Experiment");

    public static string Of(LabelExplanation label, ObjectExplanation of) => label.Verdict switch
    {
        LabelVerdict.Added => $"missing; {SourceOf(label, of)} has it",
        LabelVerdict.Changed => $"Tagalong wrote it; {SourceOf(label, of)} now has another value",
        LabelVerdict.Removed => "Tagalong wrote it; the rule no longer adds it",
        LabelVerdict.InPlace when IsOwn(label) => $"Tagalong wrote it, from {SourceOf(label, of)}",
        LabelVerdict.InPlace => $"same as {SourceOf(label, of)}; {OwnerOf(label)} wrote it",
        LabelVerdict.Kept when label.Reason == SkipReason.OwnedByAnother => $"never overwritten: {OwnerOf(label)} owns it; {SourceOf(label, of)} has {Quoted(label.Wanted!)}",
        LabelVerdict.Kept => $"Tagalong wrote it and keeps it: {ReasonText(label)}",
        LabelVerdict.LeftOut when label.Origins.IsEmpty => NoSource(label, of),
        LabelVerdict.LeftOut => $"{SourceOf(label, of)} has it; {ReasonText(label)}",
        LabelVerdict.NotOurs when of.Match is null => $"{OwnerOf(label)} wrote it",
        LabelVerdict.NotOurs when label.Reason is not null => $"{OwnerOf(label)} wrote it; {ReasonText(label)}",
        LabelVerdict.NotOurs => $"{OwnerOf(label)} wrote it; no source of the rule has it",
        LabelVerdict.Unknown when !of.Unknown.IsEmpty => $"unknown: {MissingOf(of)}",
        LabelVerdict.Unknown => "unchanged: the owner is not available",
    };

    public static string Of(ObjectExplanation of) => of.Reason switch
    {
        OutcomeReason.Applied => "labels need to be written",
        OutcomeReason.AlreadyLabeled => "all labels are correct",
        OutcomeReason.NoRuleForKind when !of.GivesTo.IsEmpty => $"no rule adds labels to {of.Object.GroupKind}; {string.Join(", ", of.GivesTo)} get labels from it",
        OutcomeReason.NoRuleForKind => $"no rule adds labels to {of.Object.GroupKind}",
        OutcomeReason.NoRuleForOwner => "no rule matches the object's owner",
        OutcomeReason.BeingDeleted => "the object is being deleted, so nothing is written",
        OutcomeReason.OwnerGone when !of.Unknown.IsEmpty => MissingOf(of),
        OutcomeReason.OwnerGone => $"its owner {OwnerNameOf(of)} does not exist, so nothing is written or removed",
        OutcomeReason.OwnerReplaced => $"its owner {OwnerNameOf(of)} was replaced by another object of that name, so nothing is written or removed",
        OutcomeReason.ObjectGone => "the object does not exist",
        OutcomeReason.KindNotServed => $"the cluster does not serve the kind {of.Object.GroupKind}, or the kind of an owner",
        OutcomeReason.Forbidden => "a permission is missing",
        OutcomeReason.Unreachable or OutcomeReason.TimedOut => "the API server did not respond",
        var reason => reason.ToString(),
    };

    /// <summary>The object behind a source: <c>Rollout checkout</c>.</summary>
    public static string NameOf(LabelSourceKind source, ObjectExplanation of) => source switch
    {
        LabelSourceKind.Owner => OwnerNameOf(of),
        LabelSourceKind.OwnersOwner => of.Parents is [_, var next, ..] ? NameOf(next.Object) : $"the owner of {OwnerNameOf(of)}",
        LabelSourceKind.Namespace => $"Namespace {of.Object.Namespace}",
        LabelSourceKind.PodTemplate => "its pod template",
        LabelSourceKind.Static => $"the rule {of.Match?.Rule.Name}",
        _ => source.Description(),
    };

    private static bool IsOwn(LabelExplanation label) => label.Managers is { } managers && managers.Contains(LabelPlanner.FieldManager);

    private static string MissingOf(ObjectExplanation of) =>
        $"{string.Join(" and ", of.Unknown.Select(source => NameOf(source, of)))} {(of.Unknown.Length == 1 ? "is" : "are")} missing";

    private static string SourceOf(LabelExplanation label, ObjectExplanation of) => label.Source is { } source ? NameOf(source, of) : "its source";

    private static string OwnerNameOf(ObjectExplanation of) => of.Match is { } match ? $"{match.Owner.Kind} {match.Owner.Name}" : "";

    private static string NameOf(ObjectReference reference) => $"{reference.Kind} {reference.Name}";

    private static string OwnerOf(LabelExplanation label) => label.Managers switch
    {
        null => "an unknown field manager",
        [] => "no field manager",
        var managers => string.Join(" and ", managers),
    };

    private static string NoSource(LabelExplanation label, ObjectExplanation of)
    {
        var holder = of.Parents.FirstOrDefault(parent => parent.Labels?.ContainsKey(label.Key) == true);
        var isUnsafe = of.Object.GroupKind == ReplicaSet && of.Match?.Owner.GroupKind == Experiment;
        return holder is null ? "no source of the rule has it"
            : isUnsafe ? $"{NameOf(holder.Object)} has it, but its pods do not: a Service of the Experiment would select no pods"
            : $"{NameOf(holder.Object)} has it, but is not a source of the rule";
    }

    private static string ReasonText(LabelExplanation label) =>
        label.Reason is { } reason ? Wording.Of(new SkippedLabel(label.Key, reason, label.Detail)) : "";

    private static string Quoted(string value) => $"'{value}'";
}
