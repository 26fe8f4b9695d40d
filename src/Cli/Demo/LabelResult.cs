using Tagalong.Core.Labels;

namespace Tagalong.Cli.Demo;

/// <summary>The actual history of one label key of one object.</summary>
/// <param name="Expected">The expectation.</param>
/// <param name="Before">The value when Tagalong first saw the object; null without the label.</param>
/// <param name="After">The value at the end; null without the label.</param>
/// <param name="Fault">What differs from the expectation; null if nothing does.</param>
internal sealed record LabelResult(ExpectedLabel Expected, string? Before, string? After, string? Fault)
{
    /// <param name="expected">The expectation.</param>
    /// <param name="before">The object's labels when Tagalong first saw it; null if it never did.</param>
    /// <param name="after">The object's labels at the end.</param>
    /// <param name="events">The object's events.</param>
    public static LabelResult Of(ExpectedLabel expected, ObjectLabels? before, ObjectLabels after, IReadOnlyList<HandledEvent> events)
    {
        var (was, now) = (before?[expected.Key], after[expected.Key]);
        var fault =
            was != expected.Before ? $"was {Quoted(was)} before, expected {Quoted(expected.Before)}"
            : now != expected.After ? $"is {Quoted(now)}, expected {Quoted(expected.After)}"
            : !HasExpectedReason(expected, after, events) ? $"has the right value, but not for the reason expected: {expected.Reason}"
            : null;
        return new LabelResult(expected, was, now, fault is null ? null : $"{expected.Object}: label {expected.Key} {fault}");
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
