using Tagalong.Core.Objects;

namespace Tagalong.Core.Labels;

/// <summary>The labels that a rule's sources have, other than those in the target and in the rule themselves.</summary>
public sealed record SourceLabels
{
    /// <summary>The owner's labels.</summary>
    public LabelSet Owner { get; init; } = LabelSet.Empty;

    /// <summary>The labels of the owner's owner; empty if it has none.</summary>
    public LabelSet OwnersOwner { get; init; } = LabelSet.Empty;

    /// <summary>The labels of the target's namespace.</summary>
    public LabelSet Namespace { get; init; } = LabelSet.Empty;
}
