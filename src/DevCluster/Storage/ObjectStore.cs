using System.Globalization;

namespace Tagalong.DevCluster.Storage;

/// <summary>
/// The counterpart of etcd: every object, one resource version that counts all writes, and a history. A write
/// names the version from which it was computed, and fails if that is no longer the current one. So nothing is computed
/// under the lock.
/// </summary>
internal sealed class ObjectStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ResourceKind, KindHistory> _kinds;
    private readonly int _historySize;
    private OwnerIndex _owners = new();
    private long _resourceVersion = 1;

    public ObjectStore(int historySize) =>
        (_historySize, _kinds) = (historySize, ResourceKinds.All.ToDictionary(kind => kind, _ => new KindHistory(historySize)));

    public long ResourceVersion
    {
        get
        {
            lock (_gate)
            {
                return _resourceVersion;
            }
        }
    }

    public StoredObject? Find(ResourceKind kind, string? @namespace, string name) => Current(kind).Objects.Find(StoredObject.KeyOf(@namespace, name));

    /// <summary>The current objects of a kind, and the current resource version.</summary>
    public (ObjectSet Objects, long ResourceVersion) Current(ResourceKind kind)
    {
        lock (_gate)
        {
            return (_kinds[kind].Current, _resourceVersion);
        }
    }

    /// <summary>The objects of a kind at an earlier resource version.</summary>
    /// <exception cref="StatusException">410, if the history does not go back that far.</exception>
    public ObjectSet At(ResourceKind kind, long resourceVersion)
    {
        lock (_gate)
        {
            return _kinds[kind].At(resourceVersion);
        }
    }

    /// <summary>The changes to a kind after a resource version.</summary>
    public ChangeBatch ChangesAfter(ResourceKind kind, long resourceVersion, int limit)
    {
        lock (_gate)
        {
            var history = _kinds[kind];
            return new ChangeBatch(history.After(resourceVersion, limit), history.CompactedAt, _resourceVersion, history.NextChange.Task);
        }
    }

    public IReadOnlyList<StoredObject> DependentsOf(string uid)
    {
        lock (_gate)
        {
            return _owners.DependentsOf(uid);
        }
    }

    /// <summary>Stores an object and gives it the next resource version, if the stored version is still the expected one (null: no object).</summary>
    /// <returns>The stored version; null if another write was faster.</returns>
    public StoredObject? TryStore(ResourceKind kind, StoredObject? expected, JsonObject next)
    {
        lock (_gate)
        {
            var metadata = next.ObjectAt("metadata");
            var history = _kinds[kind];
            if (!ReferenceEquals(history.Current.Find(StoredObject.KeyOf(metadata.StringAt("namespace"), metadata.StringAt("name")!)), expected))
            {
                return null;
            }

            metadata["resourceVersion"] = (++_resourceVersion).ToString(CultureInfo.InvariantCulture);
            return Record(history, expected, StoredObject.From(kind, next));
        }
    }

    /// <summary>Removes an object, if the stored version is still the expected one.</summary>
    /// <param name="last">The last state, for watches. It gets the resource version of the removal.</param>
    /// <returns>The last state; null if another write was faster.</returns>
    public StoredObject? TryRemove(StoredObject expected, JsonObject last)
    {
        lock (_gate)
        {
            var history = _kinds[expected.Kind];
            if (!ReferenceEquals(history.Current.Find(expected.Key), expected))
            {
                return null;
            }

            last.ObjectAt("metadata")["resourceVersion"] = (++_resourceVersion).ToString(CultureInfo.InvariantCulture);
            var stored = StoredObject.From(expected.Kind, last);
            _owners.Remove(expected);
            history.Record(new ObjectChange(_resourceVersion, expected, stored, IsDeletion: true, history.Current.Without(expected.Key))).SetResult();
            return stored;
        }
    }

    /// <summary>Stores an object without checks. It keeps its own resource version, and the cluster's moves up to it.</summary>
    public StoredObject Put(ResourceKind kind, JsonObject value)
    {
        lock (_gate)
        {
            var metadata = value.ObjectAt("metadata");
            var given = long.TryParse(metadata.StringAt("resourceVersion"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
            _resourceVersion = Math.Max(given, _resourceVersion + 1);
            if (given == 0)
            {
                metadata["resourceVersion"] = _resourceVersion.ToString(CultureInfo.InvariantCulture);
            }

            var stored = StoredObject.From(kind, value);
            return Record(_kinds[kind], _kinds[kind].Current.Find(stored.Key), stored);
        }
    }

    public void AdvanceTo(long resourceVersion)
    {
        lock (_gate)
        {
            _resourceVersion = Math.Max(_resourceVersion, resourceVersion);
        }
    }

    public void Compact()
    {
        lock (_gate)
        {
            foreach (var history in _kinds.Values)
            {
                history.CompactTo(_resourceVersion);
            }
        }
    }

    public ClusterBackup Backup()
    {
        lock (_gate)
        {
            return new ClusterBackup(_resourceVersion, _kinds.ToDictionary(kind => kind.Key, kind => kind.Value.Current));
        }
    }

    public void Restore(ClusterBackup backup)
    {
        lock (_gate)
        {
            (_resourceVersion, _owners) = (backup.ResourceVersion, new OwnerIndex());
            foreach (var (kind, objects) in backup.Objects)
            {
                _kinds[kind] = new KindHistory(_historySize, objects, backup.ResourceVersion);
                foreach (var stored in objects.In(null))
                {
                    _owners.Add(stored);
                }
            }
        }
    }

    private StoredObject Record(KindHistory history, StoredObject? before, StoredObject stored)
    {
        if (before is not null)
        {
            _owners.Remove(before);
        }

        _owners.Add(stored);
        history.Record(new ObjectChange(_resourceVersion, before, stored, IsDeletion: false, history.Current.With(stored))).SetResult();
        return stored;
    }
}
