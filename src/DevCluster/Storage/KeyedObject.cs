namespace Tagalong.DevCluster.Storage;

/// <summary>An element of a sorted set of objects. Without an object it serves to look one up by its key.</summary>
internal readonly record struct KeyedObject(string Key, StoredObject? Object);
