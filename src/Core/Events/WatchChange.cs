namespace Tagalong.Core.Events;

/// <summary>What happened to an object. Added and updated take one path: state decides, not the kind of change.</summary>
public enum WatchChange
{
    /// <summary>It was created, or it is new to the watcher.</summary>
    Added,

    /// <summary>It changed.</summary>
    Updated,

    /// <summary>It was deleted.</summary>
    Deleted,
}
