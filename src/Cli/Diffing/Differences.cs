using System.Collections.Immutable;
using Tagalong.Cli.Output;
using Tagalong.Cli.Reporting;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>Collects what a sweep would change, and what it would keep where somebody asks for it. Safe for many threads.</summary>
internal sealed class Differences(bool withKept) : IProgress<SweptObject>
{
    private readonly Lock _lock = new();
    private readonly List<ObjectDifference> _found = [];

    /// <summary>All of them, in an order that is the same each time: by cluster, namespace, kind and name.</summary>
    public IReadOnlyList<ObjectDifference> Found
    {
        get
        {
            lock (_lock)
            {
                return [.. _found.OrderBy(static found => found.Cluster, StringComparer.Ordinal).ThenByObject(static found => found.Object)];
            }
        }
    }

    /// <inheritdoc/>
    public void Report(SweptObject value)
    {
        var changes = value.Outcome.Kind == OutcomeKind.Labeled ? Changes(value) : [];
        var kept = withKept ? Kept(value) : [];
        if (changes.IsEmpty && kept.IsEmpty)
        {
            return;
        }

        var found = new ObjectDifference(
            value.Cluster.ToString(), value.Before.Reference, [.. changes.Concat(kept).OrderBy(static label => label.Key, StringComparer.Ordinal)])
        {
            Rule = value.Match?.Rule.Name ?? value.Outcome.Rule ?? "",
            Owner = value.Match?.Owner,
        };
        lock (_lock)
        {
            _found.Add(found);
        }
    }

    private static ImmutableArray<LabelDifference> Changes(SweptObject swept)
    {
        var origins = swept is { Match: { } match, Sources: { } sources } ? LabelPlanner.Origins(swept.Before, match.Rule, sources) : [];
        return [.. LabelDifferences.Of(swept).Select(change => new LabelDifference(change.Key, change.Before, change.After)
        {
            From = origins.Where(origin => origin.Label.Key == change.Key).Select(static origin => (Core.Rules.LabelSourceKind?)origin.Source).FirstOrDefault(),
        })];
    }

    private static ImmutableArray<LabelDifference> Kept(SweptObject swept) => [.. swept.Outcome.Kept.Select(skipped =>
        new LabelDifference(skipped.Key, swept.Before.Labels[skipped.Key], swept.Before.Labels[skipped.Key]) { Kept = skipped })];
}
