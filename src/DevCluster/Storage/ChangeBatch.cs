namespace Tagalong.DevCluster.Storage;

/// <summary>The changes that a watch reads at once.</summary>
/// <param name="Changes">In order; null if some of them are no longer in the history.</param>
/// <param name="CompactedAt">Changes up to this resource version are no longer in the history.</param>
/// <param name="ResourceVersion">The cluster's resource version when the changes were read.</param>
/// <param name="Next">Completes when the first change after these is written.</param>
internal sealed record ChangeBatch(IReadOnlyList<ObjectChange>? Changes, long CompactedAt, long ResourceVersion, Task Next);
