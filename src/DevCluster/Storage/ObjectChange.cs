namespace Tagalong.DevCluster.Storage;

/// <summary>One write to one object: the entry of the history that watches read.</summary>
/// <param name="Position">The cluster's resource version after the write; watches use it as their cursor.</param>
/// <param name="Before">The object before the write; null if it was created.</param>
/// <param name="Object">The object after the write, or its last state if it was deleted.</param>
/// <param name="IsDeletion">Whether the write removed the object.</param>
/// <param name="Snapshot">All objects of the kind after this change.</param>
internal sealed record ObjectChange(long Position, StoredObject? Before, StoredObject Object, bool IsDeletion, ObjectSet Snapshot);
