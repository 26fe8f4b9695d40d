using System.Collections.Immutable;

namespace Tagalong.DevCluster.Storage;

/// <summary>
/// All objects of one kind at one resource version, immutable. A list reads it without a lock while others write. The
/// history keeps old ones, through which continue tokens page.
/// </summary>
internal sealed class ObjectSet
{
    // The order of etcd, and so of lists: by the bytes of the key.
    private static readonly Comparer<KeyedObject> KeyOrder = Comparer<KeyedObject>.Create((x, y) => string.CompareOrdinal(x.Key, y.Key));

    public static readonly ObjectSet Empty = new(ImmutableSortedSet.Create<KeyedObject>(KeyOrder));

    private readonly ImmutableSortedSet<KeyedObject> _objects;

    private ObjectSet(ImmutableSortedSet<KeyedObject> objects) => _objects = objects;

    public int Count => _objects.Count;

    public StoredObject? Find(string key) => _objects.TryGetValue(new KeyedObject(key, null), out var found) ? found.Object : null;

    public ObjectSet With(StoredObject stored)
    {
        var element = new KeyedObject(stored.Key, stored);
        return new ObjectSet(_objects.Remove(element).Add(element));
    }

    public ObjectSet Without(string key) => new(_objects.Remove(new KeyedObject(key, null)));

    /// <summary>The objects whose key is at or after one, in order.</summary>
    public IEnumerable<StoredObject> From(string key)
    {
        var index = _objects.IndexOf(new KeyedObject(key, null));
        for (var i = index < 0 ? ~index : index; i < _objects.Count; i++)
        {
            yield return _objects[i].Object!;
        }
    }

    /// <summary>The objects of a namespace, or all, in order, from a key on.</summary>
    public IEnumerable<StoredObject> In(string? @namespace, string fromKey = "")
    {
        if (@namespace is null)
        {
            return From(fromKey);
        }

        var prefix = @namespace + "/";
        return From(string.CompareOrdinal(fromKey, prefix) > 0 ? fromKey : prefix)
            .TakeWhile(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal));
    }
}
