using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Demo;

/// <summary>What the function reported of one object, and who owns its labels: whether a label came about as expected.</summary>
internal sealed class Evidence(IReadOnlyList<ReportedOutcome> outcomes, ObjectLabels labels)
{
    /// <summary>Whether the reason that is expected is the one that shows.</summary>
    public bool Bears(ExpectedLabel expected) => expected.Reason switch
    {
        LabelReason.FromRollout or LabelReason.FromPodTemplate => IsOwn(expected) && TimesAdded(expected) == 1,
        LabelReason.CameBack => IsOwn(expected) && TimesAdded(expected) == 2,
        LabelReason.FollowedPodTemplate when expected.After is null => outcomes.Any(outcome => outcome.Removed.Contains(expected.Key)),
        LabelReason.FollowedPodTemplate => IsOwn(expected) && outcomes.Any(outcome => outcome.Changed.Contains(LabelOf(expected))),
        LabelReason.Kept => labels.IsOwnedBy(expected.Owner!, expected.Key) && IsUntouched(expected)
            && IsReportedAs(SkipReason.OwnedByAnother, expected, expected.Owner),
        LabelReason.ExcludedByDefault => IsUntouched(expected) && IsReportedAs(SkipReason.ExcludedByDefault, expected, detail: null),
        LabelReason.Protected or LabelReason.NotOnPods => IsUntouched(expected),
    };

    private bool IsOwn(ExpectedLabel expected) => labels.IsOwnedBy(LabelPlanner.FieldManager, expected.Key);

    private bool IsUntouched(ExpectedLabel expected) => !IsOwn(expected) && !outcomes.Any(outcome =>
        outcome.Removed.Contains(expected.Key)
        || outcome.Added.Concat(outcome.Changed).Any(label => label.StartsWith($"{expected.Key}=", StringComparison.Ordinal)));

    private int TimesAdded(ExpectedLabel expected) => outcomes.Count(outcome => outcome.Added.Contains(LabelOf(expected)));

    private bool IsReportedAs(SkipReason reason, ExpectedLabel expected, string? detail)
    {
        var report = new SkippedLabel(expected.Key, reason, detail).ToString();
        return outcomes.Any(outcome => outcome.Kept.Contains(report));
    }

    private static string LabelOf(ExpectedLabel expected) => new Label(expected.Key, expected.After!).ToString();
}
