using System.Collections.Immutable;
using Tagalong.Cli.Changes;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Reporting;

/// <summary>Adds up the objects of a sweep for the report. Its size grows with clusters, namespaces and keys, not with objects.</summary>
/// <remarks><see cref="Report"/> is thread-safe; the properties are for after the sweep.</remarks>
internal sealed class Coverage : IProgress<SweptObject>
{
    private const int MaxDetails = 500;
    private const int MaxFailures = 100;

    private readonly Lock _lock = new();

    public SortedDictionary<string, ObjectCoverage> Clusters { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Cluster, string Namespace), ObjectCoverage> Namespaces { get; } = [];

    /// <summary>By label key.</summary>
    public SortedDictionary<string, KeyCoverage> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>How many labels were not added, by reason and key.</summary>
    public SortedDictionary<SkipReason, Dictionary<string, long>> Kept { get; } = [];

    /// <summary>How many objects could not be labelled.</summary>
    public Dictionary<(string Cluster, OutcomeReason Reason), long> Failures { get; } = [];

    /// <summary>How many objects have no rule.</summary>
    public long WithoutRule { get; private set; }

    public BoundedList<ChangedObject> Changed { get; } = new(MaxDetails);

    /// <summary>The labels that keep another value.</summary>
    public BoundedList<KeptLabel> KeptLabels { get; } = new(MaxDetails);

    public BoundedList<FailedObject> Failed { get; } = new(MaxFailures);

    public void Report(SweptObject value)
    {
        if (value.Match is null && value.Outcome.Kind == OutcomeKind.Ignored)
        {
            lock (_lock)
            {
                WithoutRule++;
                return;
            }
        }

        var wanted = value.Origins();
        var cluster = value.Cluster.ToString();
        lock (_lock)
        {
            AddKeys(value, wanted);
            AddObject(value, cluster, wanted);
            AddKept(value, cluster);
            if (value.Outcome.Kind == OutcomeKind.Labeled)
            {
                Changed.Add(new ChangedObject(cluster, value.Before.Reference, value.Outcome.Rule ?? "", value.Changes()));
            }
            else if (value.Outcome.Kind is OutcomeKind.Denied or OutcomeKind.Deferred or OutcomeKind.Rejected or OutcomeKind.Gone)
            {
                Failures[(cluster, value.Outcome.Reason)] = Failures.GetValueOrDefault((cluster, value.Outcome.Reason)) + 1;
                Failed.Add(new FailedObject(cluster, value.Before.Reference, value.Outcome.Reason, value.Outcome.Detail));
            }
        }
    }

    private void AddKeys(SweptObject swept, ImmutableArray<LabelOrigin> wanted)
    {
        foreach (var (label, _, _) in wanted)
        {
            var before = Keys.GetValueOrDefault(label.Key);
            Keys[label.Key] = swept.Before.Labels.Contains(label) && swept.After.Contains(label) ? before with { Had = before.Had + 1 }
                : swept.After.Contains(label) ? before with { Given = before.Given + 1 }
                : swept.After.ContainsKey(label.Key) ? before with { Kept = before.Kept + 1 }
                : before with { Lacking = before.Lacking + 1 };
        }
    }

    private void AddObject(SweptObject swept, string cluster, ImmutableArray<LabelOrigin> wanted)
    {
        // If the sources could not be read, the object may lack any label.
        var coverage = swept.Sources is null ? new ObjectCoverage(0, 0, 1)
            : wanted.All(origin => swept.Before.Labels.ContainsKey(origin.Label.Key)) ? new ObjectCoverage(1, 0, 0)
            : wanted.All(origin => swept.After.ContainsKey(origin.Label.Key)) ? new ObjectCoverage(0, 1, 0)
            : new ObjectCoverage(0, 0, 1);
        var place = (cluster, swept.Before.Namespace);
        Clusters[cluster] = Clusters.GetValueOrDefault(cluster) + coverage;
        Namespaces[place] = Namespaces.GetValueOrDefault(place) + coverage;
    }

    private void AddKept(SweptObject swept, string cluster)
    {
        foreach (var skipped in swept.Outcome.Kept)
        {
            if (!Kept.TryGetValue(skipped.Reason, out var keys))
            {
                Kept.Add(skipped.Reason, keys = new Dictionary<string, long>(StringComparer.Ordinal));
            }

            keys[skipped.Key] = keys.GetValueOrDefault(skipped.Key) + 1;
            if (skipped.Reason == SkipReason.OwnedByAnother)
            {
                KeptLabels.Add(new KeptLabel(cluster, swept.Before.Reference, skipped, swept.After[skipped.Key]));
            }
        }
    }
}
