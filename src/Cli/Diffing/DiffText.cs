using System.Globalization;
using Tagalong.Cli.Output;
using Tagalong.Cli.Sweeping;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>A diff for people: a heading an object, a line a label.</summary>
internal static class DiffText
{
    public static void Write(Lines lines, IReadOnlyList<ObjectDifference> differences)
    {
        foreach (var difference in differences)
        {
            var place = difference.Object.Namespace.Length == 0 ? difference.Cluster : $"{difference.Cluster} {difference.Object.Namespace}";
            var by = difference.Owner is { } owner ? $"{difference.Rule}, owned by {ObjectWords.Of(owner)}" : difference.Rule;
            lines.Write($"{place} {ObjectWords.Of(difference.Object)} ({by})", Ink.Bold);
            foreach (var label in difference.Labels)
            {
                Write(lines, label);
            }
        }

        lines.Flush();
    }

    /// <summary>The diff in a sentence.</summary>
    /// <param name="differences">The differences.</param>
    /// <param name="summary">What was looked through; it is complete.</param>
    public static string Sum(IReadOnlyList<ObjectDifference> differences, SweepSummary summary)
    {
        var objects = summary.Clusters.Sum(static cluster => cluster.Counts.Listed);
        var changed = differences.Where(static difference => difference.IsChanged).ToList();
        var labels = changed.SelectMany(static difference => difference.Labels).Where(static label => label.Kept is null).ToList();
        return changed.Count == 0
            ? string.Create(CultureInfo.InvariantCulture, $"No differences: none of {objects} objects would change.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{changed.Count} of {objects} objects would change: {labels.Count(static label => label.Before is null)} labels added, "
                    + $"{labels.Count(static label => label is { Before: not null, After: not null })} changed, {labels.Count(static label => label.After is null)} removed.");
    }

    private static void Write(Lines lines, LabelDifference label)
    {
        var from = label.From is { } source ? $"  (from {SweepWords.Of(source)})" : "";
        switch (label)
        {
            case { Kept: { } kept, Before: { } value }:
                lines.Write($"  = {label.Key}={value}  ({SweepWords.Of(kept)})", Ink.Dim);
                break;
            case { Kept: { } kept }:
                lines.Write($"  = {label.Key}  (not given: {SweepWords.Of(kept)})", Ink.Dim);
                break;
            case { Before: null }:
                lines.Write($"  + {label.Key}={label.After}{from}", Ink.Green);
                break;
            case { After: null }:
                lines.Write($"  - {label.Key}={label.Before}  (no source has it any more)", Ink.Red);
                break;
            default:
                lines.Write($"  ~ {label.Key}={label.Before} -> {label.After}{from}", Ink.Yellow);
                break;
        }
    }
}
