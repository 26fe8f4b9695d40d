using Tagalong.DevCluster.Errors;

namespace Tagalong.DevCluster.Storage;

/// <summary>
/// The objects of one kind, and the most recent changes to them. A watch is a cursor into the changes, so it costs
/// nothing while nobody reads it, and one that falls behind what is kept has to start again. Guarded by the store.
/// </summary>
internal sealed class KindHistory(int capacity)
{
    private readonly List<Change> _changes = [];
    private ObjectSet _oldest = ObjectSet.Empty;
    private int _first;

    public ObjectSet Current { get; private set; } = ObjectSet.Empty;

    /// <summary>Changes at or before this resource version are forgotten.</summary>
    public long CompactedAt { get; private set; }

    /// <summary>Completes when the next change is recorded; a fresh one takes its place.</summary>
    public TaskCompletionSource NextChange { get; private set; } = NewSignal();

    /// <returns>The signal to set, once the change may be seen.</returns>
    public TaskCompletionSource Record(Change change)
    {
        Current = change.Snapshot;
        _changes.Add(change);
        if (_changes.Count - _first > capacity)
        {
            ForgetFirst();
        }

        var signal = NextChange;
        NextChange = NewSignal();
        return signal;
    }

    public void CompactTo(long position)
    {
        while (_first < _changes.Count && _changes[_first].Position <= position)
        {
            ForgetFirst();
        }

        CompactedAt = Math.Max(CompactedAt, position);
    }

    /// <summary>The changes after a position, at most <paramref name="limit"/> of them; null if some of them are forgotten.</summary>
    public List<Change>? After(long position, int limit)
    {
        var start = FirstAfter(position);
        return position < CompactedAt ? null : _changes.GetRange(start, Math.Min(limit, _changes.Count - start));
    }

    /// <summary>The objects as they were at a resource version.</summary>
    /// <exception cref="StatusException">410, if that is forgotten.</exception>
    public ObjectSet At(long position)
    {
        if (position < CompactedAt)
        {
            throw Refusals.ExpiredList();
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

    private void ForgetFirst()
    {
        var change = _changes[_first];
        (_oldest, CompactedAt) = (change.Snapshot, change.Position);
        _changes[_first++] = null!;

        // Shifting the rest on every write would cost more than the empty slots do.
        if (_first > capacity)
        {
            _changes.RemoveRange(0, _first);
            _first = 0;
        }
    }
}
