namespace Tagalong.DevCluster.Storage;

/// <summary>The dependents of every owner, so that deleting one of ten thousand objects need not read the others.</summary>
internal sealed class OwnerIndex
{
    private readonly Dictionary<string, HashSet<StoredObject>> _dependents = new(StringComparer.Ordinal);

    public IReadOnlyList<StoredObject> DependentsOf(string uid) =>
        _dependents.TryGetValue(uid, out var found) ? [.. found.OrderBy(stored => stored.Key, StringComparer.Ordinal)] : [];

    public void Add(StoredObject stored)
    {
        foreach (var uid in stored.OwnerUids)
        {
            if (!_dependents.TryGetValue(uid, out var dependents))
            {
                _dependents[uid] = dependents = [];
            }

            dependents.Add(stored);
        }
    }

    public void Remove(StoredObject stored)
    {
        foreach (var uid in stored.OwnerUids)
        {
            if (_dependents.TryGetValue(uid, out var dependents) && dependents.Remove(stored) && dependents.Count == 0)
            {
                _dependents.Remove(uid);
            }
        }
    }
}
