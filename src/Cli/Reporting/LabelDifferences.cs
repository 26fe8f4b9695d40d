using System.Collections.Immutable;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>What a sweep does to an object's labels.</summary>
internal static class LabelDifferences
{
    /// <summary>The labels that are others, by their keys, with the value before and after; null where there was, or is, none.</summary>
    public static ImmutableArray<(string Key, string? Before, string? After)> Of(SweptObject swept)
    {
        var outcome = swept.Outcome;
        return [.. outcome.Added.Select(static label => (label.Key, Before: (string?)null, After: (string?)label.Value))
            .Concat(outcome.Changed.Select(label => (label.Key, Before: swept.Before.Labels[label.Key], After: (string?)label.Value)))
            .Concat(outcome.Removed.Select(key => (Key: key, Before: swept.Before.Labels[key], After: (string?)null)))
            .OrderBy(static change => change.Key, StringComparer.Ordinal)];
    }
}
