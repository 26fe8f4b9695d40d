using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Explaining;

/// <summary>An owner of an object, or the owner's owner.</summary>
/// <param name="Object">The owner as it is named.</param>
public sealed record ParentLabels(ObjectReference Object)
{
    /// <summary>Its labels, or null where it is not to be had.</summary>
    public LabelSet? Labels { get; init; }

    /// <summary>Why it is not to be had; null where it is.</summary>
    public OutcomeReason? Fault { get; init; }
}
