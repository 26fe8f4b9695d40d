namespace Tagalong.Core.Outcomes;

/// <summary>How an event ended. Every event ends in exactly one of these.</summary>
public enum OutcomeKind
{
    /// <summary>Labels were added, changed or removed.</summary>
    Labeled,

    /// <summary>The object already has the labels that it should have.</summary>
    Unchanged,

    /// <summary>No rule is about the event's object, or the event is not about an object.</summary>
    Ignored,

    /// <summary>The object, or the owner its labels come from, no longer exists.</summary>
    Gone,

    /// <summary>The event or its sender is at fault; the same event would be rejected again.</summary>
    Rejected,

    /// <summary>The cluster does not permit it; the event succeeds once the right is granted.</summary>
    Denied,

    /// <summary>It was not possible now; the event should be sent again.</summary>
    Deferred,
}
