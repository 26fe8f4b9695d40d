using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Cli.Reporting;

/// <summary>What a sweep saw, added up. What it holds grows with clusters, namespaces and keys, not with objects.</summary>
internal sealed class Sighting
{
    /// <summary>How many objects, and labels, are named one by one.</summary>
    public const int MostDetails = 500;

    /// <summary>How many failures are named one by one.</summary>
    public const int MostFailures = 100;

    /// <summary>By cluster.</summary>
    public SortedDictionary<string, ObjectCoverage> Clusters { get; } = new(StringComparer.Ordinal);

    /// <summary>By cluster and namespace.</summary>
    public Dictionary<(string Cluster, string Namespace), ObjectCoverage> Namespaces { get; } = [];

    /// <summary>By label key.</summary>
    public SortedDictionary<string, KeyCoverage> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>How many labels were not given, by reason and key.</summary>
    public SortedDictionary<SkipReason, Dictionary<string, long>> Kept { get; } = [];

    /// <summary>How many objects could not be labelled, by cluster and reason.</summary>
    public Dictionary<(string Cluster, OutcomeReason Reason), long> Failures { get; } = [];

    /// <summary>How many objects no rule speaks of.</summary>
    public long Unruled { get; set; }

    /// <summary>The objects that were changed.</summary>
    public Sample<ChangedObject> Changed { get; } = new(MostDetails);

    /// <summary>The labels that stay with another value.</summary>
    public Sample<KeptLabel> KeptLabels { get; } = new(MostDetails);

    /// <summary>The objects that could not be labelled.</summary>
    public Sample<FailedObject> Failed { get; } = new(MostFailures);
}
