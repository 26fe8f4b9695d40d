namespace Tagalong.DevCluster.Storage;

/// <summary>
/// The objects of one kind, and the most recent changes to them. A watch is a cursor into the changes: it costs
/// nothing while it is not read, and must start again if its position is no longer kept. The store locks it.
/// </summary>
internal sealed class KindHistory(int capacity)
{
    private readonly List<ObjectChange> _changes = [];
    private ObjectSet _oldest = ObjectSet.Empty;
    private int _first;

    /// <summary>Begins with the objects of a backup, whose history is gone.</summary>
    public KindHistory(int capacity, ObjectSet objects, long resourceVersion)
        : this(capacity) => (Current, _oldest, CompactedAt) = (objects, objects, resourceVersion);

    public ObjectSet Current { get; private set; } = ObjectSet.Empty;

    /// <summary>Changes at or before this resource version are no longer kept.</summary>
    public long CompactedAt { get; private set; }

    /// <summary>Completes when the next change is recorded. A new one then replaces it.</summary>
    public TaskCompletionSource NextChange { get; private set; } = NewSignal();

    /// <returns>The signal that the caller sets when readers may see the change.</returns>
    public TaskCompletionSource Record(ObjectChange change)
    {
        Current = change.Snapshot;
        _changes.Add(change);
        if (_changes.Count - _first > capacity)
        {
            RemoveFirst();
        }

        var signal = NextChange;
        NextChange = NewSignal();
        return signal;
    }

    public void CompactTo(long position)
    {
        while (_first < _changes.Count && _changes[_first].Position <= position)
        {
            RemoveFirst();
        }

        CompactedAt = Math.Max(CompactedAt, position);
    }

    /// <summary>The changes after a position, at most <paramref name="limit"/> of them; null if some of them are no longer kept.</summary>
    public List<ObjectChange>? After(long position, int limit)
    {
        var start = FirstAfter(position);
        return position < CompactedAt ? null : _changes.GetRange(start, Math.Min(limit, _changes.Count - start));
    }

    /// <summary>The objects at an earlier resource version.</summary>
    /// <exception cref="StatusException">410, if it is no longer kept.</exception>
    public ObjectSet At(long position)
    {
        if (position < CompactedAt)
        {
            throw StatusErrors.ExpiredList();
        }

        var next = FirstAfter(position);
        return next == _first ? _oldest : _changes[next - 1].Snapshot;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int FirstAfter(long position)
    {
        var (low, high) = (_first, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _changes[middle].Position <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void RemoveFirst()
    {
        var change = _changes[_first];
        (_oldest, CompactedAt) = (change.Snapshot, change.Position);
        _changes[_first++] = null!;

        // To shift the rest on every write would cost more than the empty slots.
        if (_first > capacity)
        {
            _changes.RemoveRange(0, _first);
            _first = 0;
        }
    }
}
