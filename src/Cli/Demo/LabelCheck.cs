using Tagalong.Core.Labels;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Demo;

/// <summary>Compares a label to its expectation.</summary>
internal static class LabelCheck
{
    /// <returns>What differs, as a sentence; null if nothing does.</returns>
    public static string? ErrorOf(ExpectedLabel expected, string? before, ObjectLabels labels, IReadOnlyList<HandledEvent> events)
    {
        var after = labels[expected.Key];
        var error =
            before != expected.Before ? $"was {Quoted(before)} before, expected {Quoted(expected.Before)}"
            : after != expected.After ? $"is {Quoted(after)}, expected {Quoted(expected.After)}"
            : !HasExpectedReason(expected, labels, events) ? $"has the right value, but not for the reason expected: {expected.Reason}"
            : null;
        return error is null ? null : $"{expected.Object}: label {expected.Key} {error}";
    }

    private static bool HasExpectedReason(ExpectedLabel expected, ObjectLabels labels, IReadOnlyList<HandledEvent> events)
    {
        var (key, label) = (expected.Key, $"{expected.Key}={expected.After}");
        var isOwn = labels.IsOwnedBy(LabelPlanner.FieldManager, key);
        var timesAdded = events.Count(handled => handled.Added.Contains(label));
        var isUntouched = !isOwn && !events.Any(handled => handled.Removed.Contains(key)
            || handled.Added.Concat(handled.Changed).Any(written => written.StartsWith($"{key}=", StringComparison.Ordinal)));
        return expected.Reason switch
        {
            LabelReason.FromRollout or LabelReason.FromPodTemplate => isOwn && timesAdded == 1,
            LabelReason.CameBack => isOwn && timesAdded == 2,
            LabelReason.FollowedPodTemplate when expected.After is null => events.Any(handled => handled.Removed.Contains(key)),
            LabelReason.FollowedPodTemplate => isOwn && events.Any(handled => handled.Changed.Contains(label)),
            LabelReason.Kept => labels.IsOwnedBy(expected.Owner!, key) && isUntouched && IsReported(SkipReason.OwnedByAnother, expected.Owner),
            LabelReason.ExcludedByDefault => isUntouched && IsReported(SkipReason.ExcludedByDefault, detail: null),
            LabelReason.Protected or LabelReason.NotOnPods => isUntouched,
        };

        bool IsReported(SkipReason reason, string? detail) =>
            events.Any(handled => handled.Kept.Contains(new SkippedLabel(key, reason, detail).ToString()));
    }

    private static string Quoted(string? value) => value is null ? "absent" : $"\"{value}\"";
}
