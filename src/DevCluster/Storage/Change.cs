namespace Tagalong.DevCluster.Storage;

/// <summary>One write to one object, as watches see it.</summary>
/// <param name="Position">The resource version of the cluster at which it happened; the cursor of watches.</param>
/// <param name="Before">The object as it was; null if it was created.</param>
/// <param name="Object">The object as it is, or its last state if it was deleted.</param>
/// <param name="IsDeletion">Whether the object is gone.</param>
/// <param name="Snapshot">All objects of the kind after this change.</param>
internal sealed record Change(long Position, StoredObject? Before, StoredObject Object, bool IsDeletion, ObjectSet Snapshot);
