namespace Tagalong.Core.Applying;

/// <summary>Whether an event's body is older than what this process last saw of the object.</summary>
internal enum Staleness
{
    /// <summary>It is as new, or nothing is remembered, or the versions cannot be compared.</summary>
    Current,

    /// <summary>It is older, and leads to the set of labels that is there already.</summary>
    OlderSameSet,

    /// <summary>It is older, and leads to another set: nothing follows from it.</summary>
    OlderOtherSet,
}
