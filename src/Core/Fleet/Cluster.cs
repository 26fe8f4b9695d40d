using Tagalong.Core.ApiServer;
using Tagalong.Core.Applying;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Objects;
using Tagalong.Core.Owners;

namespace Tagalong.Core.Fleet;

/// <summary>
/// One cluster with everything that belongs to it alone: connections, limits, breaker, remembered owners, remembered writes,
/// locks. Clusters share nothing, so that a sick one delays nobody else.
/// </summary>
public sealed class Cluster
{
    private readonly Lock _lock = new();
    private readonly int _maxEvents;
    private int _events;
    private int _watches;
    private bool _isRetired;

    internal Cluster(
        ClusterName name, ClusterConnection connection, ClusterLimitOptions limits, OwnerCacheOptions owners, LabelerOptions labeler, TimeProvider time)
    {
        Name = name;
        Time = time;
        Connection = connection;
        Owners = new OwnerCache(connection, owners, time);
        Relabeled = new RelabelTracker(owners.Capacity);
        Sources = new SourceLabelsReader(Owners, Relabeled);
        Writer = new LabelWriter(connection);
        Memory = new RecentWrites(labeler.RememberedObjects);
        ChildSlots = new SemaphoreSlim(Math.Clamp(limits.MaxCalls / 2, 1, labeler.ChildConcurrency));
        _maxEvents = limits.MaxEvents;
    }

    /// <summary>The cluster's name.</summary>
    public ClusterName Name { get; }

    /// <summary>The way to its API server.</summary>
    public ClusterConnection Connection { get; }

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; }

    /// <summary>How many pieces of work are in.</summary>
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

    internal OwnerCache Owners { get; }

    internal SourceLabelsReader Sources { get; }

    internal LabelWriter Writer { get; }

    internal RecentWrites Memory { get; }

    /// <summary>Work on one object is done one event at a time.</summary>
    internal KeyedLock<(string Resource, string Namespace, string Name)> Locks { get; } = new();

    /// <summary>What is known of the sources whose children were brought up to date.</summary>
    internal RelabelTracker Relabeled { get; }

    /// <summary>The children of one source, by its uid, are looked through for one event at a time.</summary>
    internal KeyedLock<string> SourceLocks { get; } = new();

    /// <summary>All events of relabelled objects together make so many calls at once, half of the cluster's at most: the other half is for the others.</summary>
    internal SemaphoreSlim ChildSlots { get; }

    /// <summary>
    /// Counts in a piece of work; false if as many as allowed are in, or the cluster was let go meanwhile. Who was let in
    /// has to <see cref="Leave"/>.
    /// </summary>
    internal bool TryEnter()
    {
        lock (_lock)
        {
            if (_events >= _maxEvents || (_isRetired && _events == 0 && _watches == 0))
            {
                return false;
            }

            _events++;
            return true;
        }
    }

    /// <summary>Counts a piece of work out.</summary>
    internal void Leave()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_events == 0 && _watches == 0 && _isRetired;
        }

        if (isLast)
        {
            Connection.Dispose();
        }
    }

    /// <summary>
    /// Counts in a watch, which is no piece of work but needs the connection all the same; false if the cluster was let go
    /// meanwhile. Who was let in has to <see cref="EndWatch"/>.
    /// </summary>
    internal bool TryBeginWatch()
    {
        lock (_lock)
        {
            if (_isRetired && _events == 0 && _watches == 0)
            {
                return false;
            }

            _watches++;
            return true;
        }
    }

    /// <summary>Counts a watch out.</summary>
    internal void EndWatch()
    {
        bool isLast;
        lock (_lock)
        {
            isLast = --_watches == 0 && _events == 0 && _isRetired;
        }

        if (isLast)
        {
            Connection.Dispose();
        }
    }

    /// <summary>Closes the connection once the work that is under way is done: no more will come.</summary>
    internal void Retire()
    {
        bool isIdle;
        lock (_lock)
        {
            (isIdle, _isRetired) = (_events == 0 && _watches == 0 && !_isRetired, true);
        }

        if (isIdle)
        {
            Connection.Dispose();
        }
    }
}
