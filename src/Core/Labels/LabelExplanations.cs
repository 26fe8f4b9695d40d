using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Labels;

/// <summary>Explains a plan, for each label of the object and of its sources. The plan decides; this only reads it.</summary>
internal static class LabelExplanations
{
    /// <summary>Explains the plan for an object, in the order of the keys.</summary>
    /// <param name="target">The object.</param>
    /// <param name="rule">The rule that applies to it.</param>
    /// <param name="sources">The labels of the rule's sources.</param>
    /// <param name="unknown">The sources whose labels are unknown.</param>
    /// <param name="others">Further keys to explain, whether a source has them or not.</param>
    public static ImmutableArray<LabelExplanation> Of(
        ObjectSnapshot target,
        LabelRule rule,
        SourceLabels sources,
        ImmutableArray<LabelSourceKind> unknown,
        IEnumerable<string> others)
    {
        var origins = new List<LabelOrigin>();
        var plan = LabelPlanner.Plan(target, rule, sources, origins);
        var firstUnknown = rule.Sources.TakeWhile(source => !unknown.Contains(source.Kind)).Count();
        var certain = rule.Sources.Take(firstUnknown).Select(static source => source.Kind).ToHashSet();
        return
        [
            .. target.Labels.Select(static label => label.Key).Concat(origins.Select(static origin => origin.Label.Key)).Concat(others)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(key => Explain(target, plan, key, [.. origins.Where(origin => origin.Label.Key == key)]))
                .Select(label => firstUnknown < rule.Sources.Length && DependsOnUnknown(label, plan, certain) ? label with { Verdict = LabelVerdict.Unknown, Wanted = null } : label),
        ];
    }

    /// <summary>Explains an object's labels where there is no plan: each is left as it is, with the same verdict.</summary>
    public static ImmutableArray<LabelExplanation> WithoutPlan(ObjectSnapshot target, LabelVerdict verdict) =>
        [.. target.Labels.Select(label => new LabelExplanation(label.Key, verdict) { Value = label.Value, Managers = ManagersOf(target, label.Key) })];

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

    /// <summary>A label of another owner stays, whatever the unknown source has. A missing one, or Tagalong's own, may depend on it.</summary>
    private static bool DependsOnUnknown(LabelExplanation label, LabelPlan plan, HashSet<LabelSourceKind> certain)
    {
        var isDecided = label.Wanted is not null && label.Source is { } source && certain.Contains(source);
        var isOwn = plan.Removed.Contains(label.Key) || plan.Owned.ContainsKey(label.Key);
        return !isDecided && isOwn && label.Verdict != LabelVerdict.Kept;
    }

    private static ImmutableArray<string>? ManagersOf(ObjectSnapshot target, string key) => target.LabelManagers is { } managers
        ? [.. managers.Where(manager => manager.Keys.Has(key)).Select(static manager => manager.Manager).Distinct(StringComparer.Ordinal)]
        : null;
}
