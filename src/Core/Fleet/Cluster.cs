using Tagalong.Core.ApiServer;
using Tagalong.Core.Applying;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Fleet;

/// <summary>
/// One cluster with everything that belongs to it alone: connection, limits, circuit breaker, caches and locks. Clusters share nothing, so a
/// failing one does not delay the others.
/// </summary>
public sealed class Cluster
{
    private readonly Lock _lock = new();
    private readonly int _maxEvents;
    private int _events;
    private int _leases;
    private bool _isRetired;

    internal Cluster(
        ClusterName name, ApiServerClient connection, ClusterLimitOptions limits, OwnerCacheOptions owners, LabelerOptions labeler, TimeProvider time)
    {
        Name = name;
        Time = time;
        Connection = connection;
        Scopes = new ResourceScopes(connection);
        Versions = new VersionTrust(labeler.RelabelHorizon, time);
        Owners = new OwnerCache(connection, Scopes, owners, time);
        Relabeled = new RelabelTracker(owners.Capacity, Versions);
        Sources = new SourceLabelsReader(Owners, Relabeled, Versions);
        Writer = new LabelWriter(connection);
        Memory = new RecentWrites(labeler.RememberedObjects, Versions);
        ChildSlots = new SemaphoreSlim(Math.Clamp(limits.MaxCalls / 2, 1, labeler.ChildConcurrency));
        _maxEvents = limits.MaxEvents;
    }

    /// <summary>The cluster's name.</summary>
    public ClusterName Name { get; }

    /// <summary>Why the cluster cannot be used as it is configured, a sentence; else null.</summary>
    public string? Fault { get; internal init; }

    /// <summary>The connection to its API server.</summary>
    internal ApiServerClient Connection { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>How many events and sweeps are being handled.</summary>
    internal int EventsInFlight
    {
        get
        {
            lock (_lock)
            {
                return _events;
            }
        }
    }

    /// <summary>Which kinds are namespaced.</summary>
    internal ResourceScopes Scopes { get; }

    /// <summary>Whether the resource versions that are remembered still count.</summary>
    internal VersionTrust Versions { get; }

    internal OwnerCache Owners { get; }

    internal SourceLabelsReader Sources { get; }

    internal LabelWriter Writer { get; }

    internal RecentWrites Memory { get; }

    /// <summary>Events of one object are handled one at a time.</summary>
    internal KeyedLock<(string Resource, string Namespace, string Name)> Locks { get; } = new();

    /// <summary>The sources whose children are up to date.</summary>
    internal RelabelTracker Relabeled { get; }

    /// <summary>The children of one source, by its uid, are updated for one event at a time.</summary>
    internal KeyedLock<string> SourceLocks { get; } = new();

    /// <summary>Limits the concurrent calls of all fan-outs together to half of the cluster's: the other half is for other events.</summary>
    internal SemaphoreSlim ChildSlots { get; }

    /// <summary>Admits an event or a sweep. The lease is not acquired if the limit is reached, or if the cluster was removed and is closed.</summary>
    internal Lease TryEnter() => Acquire(isEvent: true);

    /// <summary>Admits a watch, which is not limited but needs the connection. The lease is not acquired if the cluster was removed and is closed.</summary>
    internal Lease TryBeginWatch() => Acquire(isEvent: false);

    /// <summary>Closes the connection once no lease is held any more.</summary>
    internal void Retire()
    {
        bool isIdle;
        lock (_lock)
        {
            (isIdle, _isRetired) = (_leases == 0 && !_isRetired, true);
        }

        if (isIdle)
        {
            Connection.Dispose();
        }
    }

    private Lease Acquire(bool isEvent)
    {
        lock (_lock)
        {
            if ((isEvent && _events >= _maxEvents) || (_isRetired && _leases == 0))
            {
                return default;
            }

            _events += isEvent ? 1 : 0;
            _leases++;
            return new Lease(this, isEvent);
        }
    }

    private void Release(bool isEvent)
    {
        bool isLast;
        lock (_lock)
        {
            _events -= isEvent ? 1 : 0;
            isLast = --_leases == 0 && _isRetired;
        }

        if (isLast)
        {
            Connection.Dispose();
        }
    }

    /// <summary>Keeps the connection open until it is disposed, which must happen once.</summary>
    internal readonly struct Lease(Cluster? cluster, bool isEvent) : IDisposable
    {
        public bool IsAcquired => cluster is not null;

        public void Dispose() => cluster?.Release(isEvent);
    }
}
