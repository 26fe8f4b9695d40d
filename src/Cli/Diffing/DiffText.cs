using Tagalong.Cli.Changes;
using Tagalong.Cli.Output;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>Prints a diff for people: one heading per object, one line per label.</summary>
internal static class DiffText
{
    public static void Write(Lines lines, IReadOnlyList<ObjectDifference> differences)
    {
        foreach (var difference in differences)
        {
            var place = difference.Object.Namespace.Length == 0 ? difference.Cluster : $"{difference.Cluster} {difference.Object.Namespace}";
            var by = difference.Owner is { } owner ? $"{difference.Rule}, owned by {ObjectNames.Of(owner)}" : difference.Rule;
            lines.Write($"{place} {ObjectNames.Of(difference.Object)} ({by})", LineStyle.Bold);
            foreach (var label in difference.Labels)
            {
                Write(lines, label);
            }
        }

        lines.Flush();
    }

    /// <summary>The result in one sentence.</summary>
    public static string Summarize(IReadOnlyList<ObjectDifference> differences, SweepSummary summary)
    {
        var objects = Numbers.Of(summary.Clusters.Sum(static cluster => cluster.Counts.Listed), "object");
        var changed = differences.Where(static difference => difference.IsChanged).ToList();
        var labels = changed.SelectMany(static difference => difference.Labels).Where(static label => label.Kept is null).ToList();
        return changed.Count == 0
            ? $"No differences: 0 of {objects} would change."
            : $"{changed.Count} of {objects} would change: {Numbers.Of(labels.Count(static label => label.Before is null), "label")} added, "
                + $"{labels.Count(static label => label is { Before: not null, After: not null })} changed, {labels.Count(static label => label.After is null)} removed.";
    }

    private static void Write(Lines lines, LabelChange label)
    {
        var from = label.From is { } source ? $"  (from {Wording.Of(source)})" : "";
        switch (label)
        {
            case { Kept: { } kept, Before: { } value }:
                lines.Write($"  = {label.Key}={value}  ({Wording.Of(kept)})", LineStyle.Dim);
                break;
            case { Kept: { } kept }:
                lines.Write($"  = {label.Key}  (not added: {Wording.Of(kept)})", LineStyle.Dim);
                break;
            case { Before: null }:
                lines.Write($"  + {label.Key}={label.After}{from}", LineStyle.Green);
                break;
            case { After: null }:
                lines.Write($"  - {label.Key}={label.Before}  (the rule no longer adds it)", LineStyle.Red);
                break;
            default:
                lines.Write($"  ~ {label.Key}={label.Before} -> {label.After}{from}", LineStyle.Yellow);
                break;
        }
    }
}
