using Tagalong.Core.Applying;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Clusters;

/// <summary>
/// One cluster with everything that belongs to it alone: connections, remembered owners, remembered writes, locks. Clusters
/// share nothing, so that a sick one delays nobody else.
/// </summary>
public sealed class Cluster : IDisposable
{
    private readonly ClusterConnection _connection;

    internal Cluster(ClusterName name, ClusterConnection connection, OwnerCacheOptions owners, LabelerOptions labeler, TimeProvider time)
    {
        Name = name;
        _connection = connection;
        Owners = new OwnerCache(connection, owners, time);
        Sources = new SourceLabelsReader(Owners);
        Writer = new LabelWriter(connection);
        Memory = new WriteMemory(labeler.RememberedObjects);
    }

    /// <summary>The cluster's name.</summary>
    public ClusterName Name { get; }

    internal OwnerCache Owners { get; }

    internal SourceLabelsReader Sources { get; }

    internal LabelWriter Writer { get; }

    internal WriteMemory Memory { get; }

    /// <summary>Work on one object is done one event at a time.</summary>
    internal KeyedLock<(string Resource, string Namespace, string Name)> Locks { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    internal ValueTask<ApiAnswer> GetAsync(string path, CancellationToken cancellationToken) =>
        _connection.GetAsync(path, metadataOnly: false, cancellationToken);
}
