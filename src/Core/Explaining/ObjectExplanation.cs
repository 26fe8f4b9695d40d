using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Explaining;

/// <summary>The effect of a policy on an object, label by label.</summary>
/// <param name="Object">The object.</param>
/// <param name="Reason">How an event of the object would end now; if there are labels to write, it is <see cref="OutcomeReason.Applied"/>.</param>
public sealed record ObjectExplanation(ObjectReference Object, OutcomeReason Reason)
{
    /// <summary>Details of the reason, as a sentence for people; or null.</summary>
    public string? Detail { get; init; }

    /// <summary>The rule that decides, or null if none does.</summary>
    public RuleMatch? Match { get; init; }

    /// <summary>The labels of the object, of its sources and of its owners, in the order of their keys.</summary>
    public ImmutableArray<LabelExplanation> Labels { get; init; } = [];

    /// <summary>Its owner, and the owner's owner, the nearest first.</summary>
    public ImmutableArray<ParentLabels> Parents { get; init; } = [];

    /// <summary>The kinds that get labels from objects of this kind.</summary>
    public ImmutableArray<GroupKind> GivesTo { get; init; } = [];

    /// <summary>The sources of the rule whose labels are unknown.</summary>
    public ImmutableArray<LabelSourceKind> Unknown { get; init; } = [];

    /// <summary>Whether the object does not show who owns its labels, so that all of them count as owned by others.</summary>
    public bool LacksOwnership { get; init; }

    /// <summary>Whether a label has to be written or removed.</summary>
    public bool NeedsWrite => Labels.Any(static label => label.Verdict is LabelVerdict.Added or LabelVerdict.Changed or LabelVerdict.Removed);
}
