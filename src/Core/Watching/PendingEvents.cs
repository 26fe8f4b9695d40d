using System.Threading.Channels;

namespace Tagalong.Core.Watching;

/// <summary>
/// The events of one kind that wait to be sent, one an object: a newer one takes the place of an older one that still waits,
/// so that nobody is told of what is no more. Of one object, one event is sent at a time. Safe for many threads.
/// </summary>
/// <param name="capacity">The most objects with an event.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingEvents(int capacity, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Channel<Entry> _ready = Channel.CreateUnbounded<Entry>();
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private TaskCompletionSource? _empty;
    private bool _isClosed;

    /// <summary>How many objects have an event that waits or is being sent.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>Adds an event, as soon as there is room. Only one at a time adds.</summary>
    public async ValueTask AddAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        if (TrySupersede(told))
        {
            return;
        }

        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var entry = new Entry(told);
            _entries.Add(told.Object.Uid, entry);
            _ready.Writer.TryWrite(entry);
        }
    }

    /// <summary>The next event whose turn it is; null once there will be none any more.</summary>
    public async ValueTask<Sending?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_ready.Reader.TryRead(out var entry))
            {
                lock (_lock)
                {
                    var told = entry.Waiting!;
                    entry.Waiting = null;
                    return new Sending(told, entry.Failures, entry);
                }
            }
        }

        return null;
    }

    /// <summary>The event is settled; if there is a newer one of its object, that is next.</summary>
    public void Settle(Sending sent)
    {
        lock (_lock)
        {
            var entry = (Entry)sent.Place;
            entry.Failures = 0;
            if (entry.Waiting is not null)
            {
                _ready.Writer.TryWrite(entry);
                return;
            }

            _entries.Remove(sent.Event.Object.Uid);
            _room.Release();
            if (_entries.Count == 0)
            {
                _empty?.TrySetResult();
            }
        }
    }

    /// <summary>The event has to be sent again after a while, or the newer one that there is by then.</summary>
    public void PutOff(Sending sent, TimeSpan wait)
    {
        var entry = (Entry)sent.Place;
        lock (_lock)
        {
            entry.Failures++;
            entry.Waiting = entry.Waiting is { } newer ? newer with { IsNew = newer.IsNew || sent.Event.IsNew } : sent.Event;
            entry.Timer?.Dispose();
            entry.Timer = time.CreateTimer(MakeReady, entry, wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits until nothing waits or is being sent.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_entries.Count == 0)
            {
                _empty.TrySetResult();
            }

            return _empty.Task;
        }
    }

    /// <summary>No event will have its turn any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _ready.Writer.TryComplete();
            foreach (var entry in _entries.Values)
            {
                entry.Timer?.Dispose();
            }
        }
    }

    private bool TrySupersede(RelayedEvent told)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(told.Object.Uid, out var entry))
            {
                return false;
            }

            // To whom the object was new, it still is.
            entry.Waiting = entry.Waiting is { IsNew: true } ? told with { IsNew = true } : told;
            return true;
        }
    }

    private void MakeReady(object? state)
    {
        lock (_lock)
        {
            if (!_isClosed)
            {
                _ready.Writer.TryWrite((Entry)state!);
            }
        }
    }

    /// <summary>An event that is being sent.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Failures">How often in a row the sink could not take an event of its object.</param>
    /// <param name="Place">Where it stood.</param>
    internal readonly record struct Sending(RelayedEvent Event, int Failures, object Place);

    private sealed class Entry(RelayedEvent told)
    {
        public RelayedEvent? Waiting { get; set; } = told;

        public int Failures { get; set; }

        public ITimer? Timer { get; set; }
    }
}
