using Microsoft.Extensions.Options;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Clusters;

/// <summary>The clusters that are served, by name.</summary>
public sealed class ClusterCatalog : IDisposable
{
    private readonly Cluster _cluster;

    /// <summary>Makes the catalog from the configuration; nothing is sent to a cluster before it is needed.</summary>
    public ClusterCatalog(
        IOptions<ClusterOptions> cluster,
        IOptions<ApiCallOptions> calls,
        IOptions<OwnerCacheOptions> owners,
        IOptions<LabelerOptions> labeler,
        TimeProvider time,
        Random random)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(labeler);
        var connection = ClusterConnector.Connect(cluster.Value, calls.Value, time, random);
        _cluster = new Cluster(new ClusterName(cluster.Value.Name), connection, owners.Value, labeler.Value, time);
    }

    /// <summary>The cluster that an event is about, or null if it names one that is not configured.</summary>
    /// <param name="name">The name in the event, or null if it has none.</param>
    /// <remarks>A cluster that nobody named serves every event: the object's uid guards it against mix-ups.</remarks>
    public Cluster? Find(string? name) =>
        string.IsNullOrEmpty(name) || !_cluster.Name.IsNamed || _cluster.Name.Value == name ? _cluster : null;

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();
}
