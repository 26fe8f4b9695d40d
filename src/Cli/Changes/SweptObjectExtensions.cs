using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Changes;

/// <summary>What a sweep does to the labels of one object, and where they come from.</summary>
internal static class SweptObjectExtensions
{
    /// <summary>The labels that the sources have for the object; empty if no rule applies or the sources are unknown.</summary>
    public static ImmutableArray<LabelOrigin> Origins(this SweptObject swept) =>
        swept is { Match: { } match, Sources: { } sources } ? LabelPlanner.Origins(swept.Before, match.Rule, sources) : [];

    /// <summary>The labels that are added, changed or removed, by key.</summary>
    public static ImmutableArray<LabelChange> Changes(this SweptObject swept)
    {
        var (before, outcome) = (swept.Before.Labels, swept.Outcome);
        return [.. outcome.Added.Select(static label => new LabelChange(label.Key, null, label.Value))
            .Concat(outcome.Changed.Select(label => new LabelChange(label.Key, before[label.Key], label.Value)))
            .Concat(outcome.Removed.Select(key => new LabelChange(key, before[key], null)))
            .OrderBy(static change => change.Key, StringComparer.Ordinal)];
    }
}
