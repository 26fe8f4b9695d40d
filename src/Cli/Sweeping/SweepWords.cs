using Tagalong.Core.Applying;
using Tagalong.Core.Labels;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>Core's words in those of people.</summary>
internal static class SweepWords
{
    /// <summary>How a cluster ended.</summary>
    public static string Of(SweepEnd end) => end switch
    {
        SweepEnd.Complete => "complete",
        SweepEnd.Incomplete => "incomplete",
        SweepEnd.Failed => "failed",
        SweepEnd.Cancelled => "called off",
        SweepEnd.Refused => "not begun",
    };

    /// <summary>Whether labels are written.</summary>
    public static string Of(WriteMode mode) => mode switch
    {
        WriteMode.Apply => "labels were written",
        WriteMode.Plan => "dry run: nothing was written",
        WriteMode.Try => "server-side dry run: every write was tried, nothing was stored",
    };

    /// <summary>Why a label is kept as it is, or is not given.</summary>
    public static string Of(SkipReason reason) => reason switch
    {
        SkipReason.OwnedByAnother => "has another value, which somebody else set",
        SkipReason.EarlierSource => "another source counts first",
        SkipReason.Protected => "protected: controllers find their objects by it",
        SkipReason.InSelector => "in the object's own selector",
        SkipReason.ExcludedByRule => "the rule excludes the key",
        SkipReason.NotIncluded => "the rule includes other keys only",
        SkipReason.ExcludedByDefault => "belongs to another tool, and the rule does not name it",
        SkipReason.InvalidKey => "Kubernetes does not accept the key",
        SkipReason.InvalidValue => "Kubernetes does not accept the value",
    };

    /// <summary>Why one label is kept as it is, with what the reason leaves open.</summary>
    public static string Of(SkippedLabel skipped) => skipped switch
    {
        { Reason: SkipReason.OwnedByAnother, Detail: { } owner } => $"has another value, which {owner} set",
        { Reason: SkipReason.EarlierSource, Detail: { } value } => $"an earlier source says '{value}'",
        { Detail: { } detail } => $"{Of(skipped.Reason)}: {detail}",
        _ => Of(skipped.Reason),
    };

    /// <summary>Where a label comes from.</summary>
    public static string Of(LabelSourceKind source) => source switch
    {
        LabelSourceKind.PodTemplate => "pod template",
        LabelSourceKind.Owner => "owner",
        LabelSourceKind.OwnersOwner => "owner's owner",
        LabelSourceKind.Namespace => "namespace",
        LabelSourceKind.Static => "policy",
    };
}
