using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Labels;

/// <summary>Tells of each label of an object, and of its sources, what the plan makes of it. The plan decides; this reads it.</summary>
public static class LabelExplanations
{
    /// <summary>Explains a plan, label by label, in the order of the keys.</summary>
    /// <param name="target">The object.</param>
    /// <param name="rule">The rule that applies to it.</param>
    /// <param name="sources">What the rule's sources have.</param>
    /// <param name="unknown">The sources of which nobody knows what they have.</param>
    /// <param name="others">Keys that are to be explained too, whether a source has them or not.</param>
    public static ImmutableArray<LabelExplanation> Of(
        ObjectSnapshot target,
        LabelRule rule,
        SourceLabels sources,
        ImmutableArray<LabelSourceKind> unknown,
        IEnumerable<string> others)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(sources);
        var plan = LabelPlanner.Plan(target, rule, sources);
        var origins = new List<LabelOrigin>();
        WantedLabels.From(target, rule, sources, origins).Dispose();
        var firstUnknown = rule.Sources.TakeWhile(source => !unknown.Contains(source.Kind)).Count();
        var certain = rule.Sources.Take(firstUnknown).Select(static source => source.Kind).ToHashSet();
        return
        [
            .. target.Labels.Select(static label => label.Key).Concat(origins.Select(static origin => origin.Label.Key)).Concat(others)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(key => Explain(target, plan, key, [.. origins.Where(origin => origin.Label.Key == key)]))
                .Select(label => firstUnknown < rule.Sources.Length && RestsOnUnknown(label, plan, certain) ? label with { Verdict = LabelVerdict.Unknown, Wanted = null } : label),
        ];
    }

    /// <summary>The labels that an object has, where no plan can be made: each is left as it is.</summary>
    /// <param name="target">The object.</param>
    /// <param name="verdict">What is to be said of each.</param>
    public static ImmutableArray<LabelExplanation> WithoutPlan(ObjectSnapshot target, LabelVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(target);
        return [.. target.Labels.Select(label => new LabelExplanation(label.Key, verdict) { Value = label.Value, Managers = ManagersOf(target, label.Key) })];
    }

    private static LabelExplanation Explain(ObjectSnapshot target, LabelPlan plan, string key, ImmutableArray<LabelOrigin> origins)
    {
        var value = target.Labels[key];
        LabelOrigin? taken = origins.Any(static origin => origin.Skipped is null) ? origins.First(static origin => origin.Skipped is null) : null;
        var source = taken ?? (origins.IsEmpty ? null : origins[0]);
        var skipped = plan.Skipped.FirstOrDefault(skipped => skipped.Key == key);
        var label = new LabelExplanation(key, VerdictOf(plan, key, value, taken?.Label.Value))
        {
            Value = value,
            Wanted = taken?.Label.Value,
            Source = source?.Source,
            Managers = value is null ? null : ManagersOf(target, key),
            Origins = origins,
        };
        return label.Verdict switch
        {
            LabelVerdict.Kept when taken is not null => label with { Reason = SkipReason.OwnedByAnother, Detail = skipped.Detail },
            LabelVerdict.Kept => label with { Reason = ProtectedKeys.Cover(target.GroupKind, key) ? SkipReason.Protected : SkipReason.InSelector },
            LabelVerdict.LeftOut or LabelVerdict.NotOurs => label with { Reason = source?.Skipped, Detail = source?.Detail },
            LabelVerdict.Added or LabelVerdict.Changed or LabelVerdict.Removed or LabelVerdict.InPlace or LabelVerdict.Unknown => label,
        };
    }

    private static LabelVerdict VerdictOf(LabelPlan plan, string key, string? value, string? wanted) => value switch
    {
        _ when plan.Added.ContainsKey(key) => LabelVerdict.Added,
        _ when plan.Changed.ContainsKey(key) => LabelVerdict.Changed,
        _ when plan.Removed.Contains(key) => LabelVerdict.Removed,
        null => LabelVerdict.LeftOut,
        _ when wanted is null => plan.Owned.ContainsKey(key) ? LabelVerdict.Kept : LabelVerdict.NotOurs,
        _ => value == wanted ? LabelVerdict.InPlace : LabelVerdict.Kept,
    };

    /// <summary>A label that others own stays whatever the unknown source has. One that is missing, or Tagalong's own, may depend on it.</summary>
    private static bool RestsOnUnknown(LabelExplanation label, LabelPlan plan, HashSet<LabelSourceKind> certain)
    {
        var isDecided = label.Wanted is not null && label.Source is { } source && certain.Contains(source);
        var isOwn = plan.Removed.Contains(label.Key) || plan.Owned.ContainsKey(label.Key);
        return !isDecided && isOwn && label.Verdict != LabelVerdict.Kept;
    }

    private static ImmutableArray<string>? ManagersOf(ObjectSnapshot target, string key) => target.LabelManagers is { } managers
        ? [.. managers.Where(manager => manager.Keys.Contains(key)).Select(static manager => manager.Manager).Distinct(StringComparer.Ordinal)]
        : null;
}
