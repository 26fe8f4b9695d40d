using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Sources;

namespace Tagalong.Core.Sweeping;

/// <summary>What became of one object of a target kind, and what that rests on: for those who tell people about it.</summary>
/// <param name="Cluster">Its cluster.</param>
/// <param name="Before">The object as it was before anything was written: as it was listed, or as it was read since.</param>
/// <param name="Outcome">What came of it.</param>
public sealed record SweptObject(ClusterName Cluster, ObjectSnapshot Before, Outcome Outcome)
{
    /// <summary>The labels that it has now, or would have.</summary>
    public LabelSet After { get; init; } = Before.Labels;

    /// <summary>The rule that decides about it, with the owner; null where none does.</summary>
    public RuleMatch? Match { get; init; }

    /// <summary>What the rule's sources have; null where no rule decides, or they were not to be had.</summary>
    public SourceLabels? Sources { get; init; }
}
