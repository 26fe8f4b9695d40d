using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Sweeping;

/// <summary>The outcome of one object of a target kind, and the reasons for it, for reports.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Before">The object before any write: as it was listed, or as it was read since.</param>
/// <param name="Outcome">The outcome.</param>
public sealed record SweptObject(ClusterName Cluster, ObjectSnapshot Before, Outcome Outcome)
{
    /// <summary>The labels that the object has now, or would have.</summary>
    public LabelSet After { get; init; } = Before.Labels;

    /// <summary>The rule that applies, with the owner; null if none applies.</summary>
    public RuleMatch? Match { get; init; }

    /// <summary>The labels of the rule's sources; null if no rule applies, or the sources could not be read.</summary>
    public SourceLabels? Sources { get; init; }
}
