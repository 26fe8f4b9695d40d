namespace Tagalong.DevCluster.Writing;

/// <summary>What becomes of the objects that a deleted object owns.</summary>
public enum Propagation
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it: it stays, being deleted, until those that block it are gone.</summary>
    Foreground,

    /// <summary>They stay, and forget their owner.</summary>
    Orphan,
}
