using Tagalong.Cli.Changes;
using Tagalong.Cli.Output;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Diffing;

/// <summary>Collects what a sweep would change. Thread-safe.</summary>
/// <param name="withKept">Whether to collect kept labels too.</param>
internal sealed class Differences(bool withKept) : IProgress<SweptObject>
{
    private readonly Lock _lock = new();
    private readonly List<ObjectDifference> _found = [];

    /// <summary>The differences by cluster, namespace, kind and name.</summary>
    public IReadOnlyList<ObjectDifference> Found
    {
        get
        {
            lock (_lock)
            {
                return [.. _found.OrderByObject(static found => found.Cluster, static found => found.Object)];
            }
        }
    }

    public void Report(SweptObject value)
    {
        var labels = value.Outcome.Kind == OutcomeKind.Labeled ? ChangesOf(value) : [];
        if (withKept)
        {
            labels = labels.Concat(value.Outcome.Kept.Select(skipped =>
                new LabelChange(skipped.Key, value.Before.Labels[skipped.Key], value.Before.Labels[skipped.Key]) { Kept = skipped }));
        }

        var found = new ObjectDifference(value.Cluster.ToString(), value.Before.Reference, [.. labels.OrderBy(static label => label.Key, StringComparer.Ordinal)])
        {
            Rule = value.Match?.Rule.Name ?? value.Outcome.Rule ?? "",
            Owner = value.Match?.Owner,
        };
        if (!found.Labels.IsEmpty)
        {
            lock (_lock)
            {
                _found.Add(found);
            }
        }
    }

    private static IEnumerable<LabelChange> ChangesOf(SweptObject swept)
    {
        var sources = swept.Origins().ToDictionary(static origin => origin.Label.Key, static origin => (LabelSourceKind?)origin.Source, StringComparer.Ordinal);
        return swept.Changes().Select(change => change with { From = sources.GetValueOrDefault(change.Key) });
    }
}
