namespace Tagalong.Core.Outcomes;

/// <summary>How an event ended. Every event ends in exactly one of these.</summary>
public enum OutcomeKind
{
    /// <summary>Labels were added, changed or removed.</summary>
    Labeled,

    /// <summary>The object has what it should have already.</summary>
    Unchanged,

    /// <summary>The event concerns nothing that a rule speaks of.</summary>
    Ignored,

    /// <summary>The object, or the owner its labels come from, exists no more.</summary>
    Gone,

    /// <summary>The event or its sender is at fault; sending it again leads nowhere.</summary>
    Rejected,

    /// <summary>The cluster does not permit it: somebody has to grant a right, then it works.</summary>
    Denied,

    /// <summary>It could not be done now; sending it again is right.</summary>
    Deferred,
}
