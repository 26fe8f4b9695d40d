using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>Looks at each object as a sweep is done with it, and adds up. Safe for many threads.</summary>
internal sealed class Coverage : IProgress<SweptObject>
{
    private readonly Lock _lock = new();

    /// <summary>What was seen; to be looked at once the sweep is over.</summary>
    public Sighting Seen { get; } = new();

    /// <inheritdoc/>
    public void Report(SweptObject value)
    {
        var wanted = value is { Match: { } match, Sources: { } sources } ? LabelPlanner.Origins(value.Before, match.Rule, sources) : [];
        lock (_lock)
        {
            if (value.Match is null && value.Outcome.Kind == OutcomeKind.Ignored)
            {
                Seen.Unruled++;
                return;
            }

            NoteKeys(value, wanted);
            NoteObject(value, wanted);
            NoteKept(value);
            NoteChanged(value);
            NoteFailed(value);
        }
    }

    private void NoteKeys(SweptObject swept, ImmutableArray<LabelOrigin> wanted)
    {
        foreach (var (label, _, _) in wanted)
        {
            var before = Seen.Keys.GetValueOrDefault(label.Key);
            Seen.Keys[label.Key] = swept.Before.Labels.Contains(label) && swept.After.Contains(label) ? before with { Had = before.Had + 1 }
                : swept.After.Contains(label) ? before with { Given = before.Given + 1 }
                : swept.After.ContainsKey(label.Key) ? before with { Kept = before.Kept + 1 }
                : before with { Lacking = before.Lacking + 1 };
        }
    }

    private void NoteObject(SweptObject swept, ImmutableArray<LabelOrigin> wanted)
    {
        // Where the sources were not to be had, nobody knows what is missing.
        var coverage = swept.Sources is null ? new ObjectCoverage(0, 0, 1)
            : wanted.All(origin => swept.Before.Labels.ContainsKey(origin.Label.Key)) ? new ObjectCoverage(1, 0, 0)
            : wanted.All(origin => swept.After.ContainsKey(origin.Label.Key)) ? new ObjectCoverage(0, 1, 0)
            : new ObjectCoverage(0, 0, 1);
        var cluster = swept.Cluster.ToString();
        Seen.Clusters[cluster] = Seen.Clusters.GetValueOrDefault(cluster) + coverage;
        var place = (cluster, swept.Before.Namespace);
        Seen.Namespaces[place] = Seen.Namespaces.GetValueOrDefault(place) + coverage;
    }

    private void NoteKept(SweptObject swept)
    {
        foreach (var skipped in swept.Outcome.Kept)
        {
            if (!Seen.Kept.TryGetValue(skipped.Reason, out var keys))
            {
                Seen.Kept.Add(skipped.Reason, keys = new Dictionary<string, long>(StringComparer.Ordinal));
            }

            keys[skipped.Key] = keys.GetValueOrDefault(skipped.Key) + 1;
            if (skipped.Reason == SkipReason.OwnedByAnother)
            {
                Seen.KeptLabels.Add(new KeptLabel(swept.Cluster.ToString(), swept.Before.Reference, skipped, swept.After[skipped.Key]));
            }
        }
    }

    private void NoteChanged(SweptObject swept)
    {
        if (swept.Outcome.Kind == OutcomeKind.Labeled)
        {
            Seen.Changed.Add(new ChangedObject(swept.Cluster.ToString(), swept.Before.Reference, swept.Outcome.Rule ?? "", LabelDifferences.Of(swept)));
        }
    }

    private void NoteFailed(SweptObject swept)
    {
        if (swept.Outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected or OutcomeKind.Gone)
        {
            var cluster = swept.Cluster.ToString();
            Seen.Failures[(cluster, swept.Outcome.Reason)] = Seen.Failures.GetValueOrDefault((cluster, swept.Outcome.Reason)) + 1;
            Seen.Failed.Add(new FailedObject(cluster, swept.Before.Reference, swept.Outcome.Reason, swept.Outcome.Detail));
        }
    }
}
