namespace Tagalong.DevCluster.Storage;

/// <summary>What a watch reads at once.</summary>
/// <param name="Changes">In order; null if the watch has fallen behind what is kept.</param>
/// <param name="CompactedAt">Up to where changes are forgotten.</param>
/// <param name="ResourceVersion">The cluster's, when the changes were read.</param>
/// <param name="Next">Completes with the first change that is not among these.</param>
internal sealed record ChangeBatch(IReadOnlyList<Change>? Changes, long CompactedAt, long ResourceVersion, Task Next);
