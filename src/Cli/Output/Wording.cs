using Tagalong.Core.Applying;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Output;

/// <summary>Values of the core in words for people.</summary>
internal static class Wording
{
    public static string Of(SweepEnd end) => end switch
    {
        SweepEnd.Complete => "complete",
        SweepEnd.Incomplete => "incomplete",
        SweepEnd.Failed => "failed",
        SweepEnd.Cancelled => "cancelled",
        SweepEnd.Refused => "not started",
    };

    /// <summary>What a sweep wrote: <c>labels of 12 objects written</c>.</summary>
    public static string Written(SweepSummary summary) => summary.Mode switch
    {
        WriteMode.Apply when summary.Clusters.Sum(static cluster => cluster.Counts.Labeled) is > 0 and var count => $"labels of {Numbers.Of(count, "object")} written",
        WriteMode.Apply => "no labels written",
        WriteMode.Plan => "dry run: nothing was written",
        WriteMode.Try => "server-side dry run: every write was tried, nothing was stored",
    };

    /// <summary>Why a cluster is not complete, and what to check.</summary>
    public static string ErrorOf(ClusterSummary cluster)
    {
        var advice = cluster.Reason switch
        {
            OutcomeReason.Unauthenticated => " Check the credentials of the context; they may have expired.",
            OutcomeReason.Forbidden => " The user of the context lacks this permission; infra/kubernetes has all that are needed.",
            OutcomeReason.Unreachable or OutcomeReason.TimedOut => " Is the API server running, and can this machine reach it?",
            _ => "",
        };
        var error = string.Join(": ", new[] { cluster.Reason?.ToString(), cluster.Detail?.TrimEnd('.') }.OfType<string>());
        return Printable.Of($"{error}.{advice}");
    }

    /// <summary>Why one object could not be labelled.</summary>
    public static string ErrorOf(Failure failure) => Printable.Of($"{failure.Reason}: {failure.Detail?.TrimEnd('.')}.");

    /// <summary>Why a label is kept or not added.</summary>
    public static string Of(SkipReason reason) => reason switch
    {
        SkipReason.OwnedByAnother => "has another value, set by another field manager",
        SkipReason.EarlierSource => "an earlier source has another value",
        SkipReason.Protected => "protected: controllers find their objects by it",
        SkipReason.InSelector => "the object's own selector has the key, so only its pod template counts",
        SkipReason.ExcludedByRule => "the rule excludes the key",
        SkipReason.NotIncluded => "the rule does not include the key",
        SkipReason.ExcludedByDefault => "excluded by default: it belongs to another tool",
        SkipReason.InvalidKey => "Kubernetes does not accept the key",
        SkipReason.InvalidValue => "Kubernetes does not accept the value",
    };

    /// <summary>Why one label is kept or not added, with its details.</summary>
    public static string Of(SkippedLabel skipped) => skipped switch
    {
        { Reason: SkipReason.OwnedByAnother, Detail: { } owner } => $"has another value, set by {owner}",
        { Reason: SkipReason.EarlierSource, Detail: { } value } => $"an earlier source has '{value}'",
        { Detail: { } detail } => $"{Of(skipped.Reason)}: {detail}",
        _ => Of(skipped.Reason),
    };

    /// <summary>The source of a label.</summary>
    public static string Of(LabelSourceKind source) => source.Description();
}
