namespace Tagalong.Core.Applying;

/// <summary>How an event's body stands to what this process last saw of the object.</summary>
internal enum Staleness
{
    /// <summary>As new, or nothing was seen before, or the versions do not compare.</summary>
    Current,

    /// <summary>Older, and it calls for the set that is there already.</summary>
    OlderSameSet,

    /// <summary>Older, and it calls for another set: nothing can be concluded from it.</summary>
    OlderOtherSet,
}
