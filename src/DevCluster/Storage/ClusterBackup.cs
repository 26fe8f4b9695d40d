namespace Tagalong.DevCluster.Storage;

/// <summary>All objects of a cluster at one resource version, as a snapshot of etcd has them.</summary>
public sealed class ClusterBackup
{
    internal ClusterBackup(long resourceVersion, IReadOnlyDictionary<ResourceKind, ObjectSet> objects) => (ResourceVersion, Objects) = (resourceVersion, objects);

    /// <summary>The resource version of the cluster when it was made.</summary>
    public long ResourceVersion { get; }

    internal IReadOnlyDictionary<ResourceKind, ObjectSet> Objects { get; }
}
