namespace Tagalong.DevCluster.Writing;

/// <summary>What happens to the dependents of a deleted object.</summary>
public enum Propagation
{
    /// <summary>They are deleted after it.</summary>
    Background,

    /// <summary>They are deleted before it. It is removed when no dependent blocks it any more.</summary>
    Foreground,

    /// <summary>They are kept, without the owner reference.</summary>
    Orphan,
}
