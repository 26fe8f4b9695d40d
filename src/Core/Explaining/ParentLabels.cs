using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Explaining;

/// <summary>An owner of an object, or the owner's owner.</summary>
/// <param name="Object">The owner by its reference.</param>
public sealed record ParentLabels(ObjectReference Object)
{
    /// <summary>Its labels, or null if it cannot be read.</summary>
    public LabelSet? Labels { get; init; }

    /// <summary>Why it cannot be read; null if it can.</summary>
    public OutcomeReason? Fault { get; init; }
}
