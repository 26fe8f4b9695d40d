using System.Threading.Channels;

namespace Tagalong.Core.Watching;

/// <summary>
/// The events of one kind that are not sent yet, at most one per object: a newer event replaces an older one. Events of one
/// object are sent one at a time. Safe for many threads.
/// </summary>
/// <remarks>
/// An object whose events keep failing moves to the slow lane: there it takes no place from the others, has a sender of its own, and is known by
/// name only.
/// </remarks>
/// <param name="capacity">The most objects with an event outside of the slow lane.</param>
/// <param name="time">The clock.</param>
internal sealed class PendingEvents(int capacity, TimeProvider time) : IDisposable
{
    /// <summary>The most JSON of objects that waits. Of what would exceed it only the name does, so that large objects cannot use up the memory.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>The slow lane holds names only, about 1 KB each, so it may be longer.</summary>
    private const int SlowPerPlace = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Channel<Entry> _ready = Channel.CreateUnbounded<Entry>();
    private readonly Channel<Entry> _slowReady = Channel.CreateUnbounded<Entry>();
    private readonly SemaphoreSlim _room = new(capacity, capacity);
    private TaskCompletionSource? _empty;
    private int _slowCount;
    private int _bytes;
    private bool _isClosed;

    /// <summary>How many objects have an event that waits or is being sent, those in the slow lane included.</summary>
    public int Count => capacity - _room.CurrentCount + SlowCount;

    /// <summary>How many objects are in the slow lane.</summary>
    public int SlowCount => Volatile.Read(ref _slowCount);

    /// <summary>Adds an event as soon as there is room. Only one caller at a time may add.</summary>
    public async ValueTask AddAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        if (TryReplace(cloudEvent))
        {
            return;
        }

        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var entry = new Entry();
            Hold(entry, cloudEvent);
            _entries.Add(cloudEvent.Object.Uid, entry);
            _ready.Writer.TryWrite(entry);
        }
    }

    /// <summary>The next event to send, of the slow lane or of the others; null after <see cref="Dispose"/>.</summary>
    public async ValueTask<Sending?> NextAsync(bool isSlow, CancellationToken cancellationToken)
    {
        var ready = (isSlow ? _slowReady : _ready).Reader;
        while (await ready.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (ready.TryRead(out var entry))
            {
                lock (_lock)
                {
                    var next = new Sending(entry.Waiting!, entry.Failures, entry);
                    Hold(entry, null);
                    return next;
                }
            }
        }

        return null;
    }

    /// <summary>The event is done. A newer event of its object is next.</summary>
    public void Complete(Sending sent)
    {
        lock (_lock)
        {
            sent.Entry.Failures = 0;
            if (sent.Entry.Waiting is not null)
            {
                Ready(sent.Entry);
                return;
            }

            _entries.Remove(sent.Event.Object.Uid);
            if (sent.Entry.IsSlow)
            {
                _slowCount--;
            }
            else
            {
                _room.Release();
            }

            TellIfEmpty();
        }
    }

    /// <summary>The event, or a newer event of its object, has to be sent again after a wait.</summary>
    public void Defer(Sending sent, TimeSpan wait)
    {
        lock (_lock)
        {
            Wait(sent, wait);
        }
    }

    /// <summary>The same in the slow lane.</summary>
    /// <returns>False, if there is no room in it.</returns>
    public bool TryDeferSlowly(Sending sent, TimeSpan wait)
    {
        var entry = sent.Entry;
        lock (_lock)
        {
            if (!entry.IsSlow)
            {
                if (_slowCount == capacity * SlowPerPlace)
                {
                    return false;
                }

                entry.IsSlow = true;
                _slowCount++;
                _room.Release();
            }

            Wait(sent, wait);
            TellIfEmpty();
            return true;
        }
    }

    /// <summary>Waits until no event waits or is being sent. What is in the slow lane does not count.</summary>
    public Task WhenEmptyAsync()
    {
        lock (_lock)
        {
            _empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            TellIfEmpty();
            return _empty.Task;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isClosed = true;
            _ready.Writer.TryComplete();
            _slowReady.Writer.TryComplete();
            foreach (var entry in _entries.Values)
            {
                entry.Timer?.Dispose();
            }
        }
    }

    private bool TryReplace(RelayedEvent cloudEvent)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(cloudEvent.Object.Uid, out var entry))
            {
                return false;
            }

            // The sink has not seen the object, so it is still new.
            Hold(entry, entry.Waiting is { IsNew: true } ? cloudEvent with { IsNew = true } : cloudEvent);
            if (entry is { IsSlow: true, IsWaiting: true })
            {
                // The change may be what the object needed.
                entry.Timer!.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            }

            return true;
        }
    }

    private void Wait(Sending sent, TimeSpan wait)
    {
        var entry = sent.Entry;
        entry.Failures++;
        Hold(entry, entry.Waiting is { } newer ? newer with { IsNew = newer.IsNew || sent.Event.IsNew } : sent.Event);
        entry.IsWaiting = true;
        entry.Timer = time.CreateTimer(MakeReady, entry, wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Holds the next event of an entry, or none. In the slow lane, and beyond the bytes that may wait, it is held without the object.</summary>
    private void Hold(Entry entry, RelayedEvent? next)
    {
        _bytes -= entry.Waiting?.Body.Length ?? 0;
        entry.Waiting = next is not null && (entry.IsSlow || next.Body.Length > MostBytes - _bytes) ? next.WithoutState() : next;
        _bytes += entry.Waiting?.Body.Length ?? 0;
    }

    private void TellIfEmpty()
    {
        if (_entries.Count == _slowCount)
        {
            _empty?.TrySetResult();
        }
    }

    private void MakeReady(object? state)
    {
        var entry = (Entry)state!;
        lock (_lock)
        {
            // A timer whose time was changed may fire twice.
            if (entry.IsWaiting && !_isClosed)
            {
                entry.IsWaiting = false;
                entry.Timer?.Dispose();
                Ready(entry);
            }
        }
    }

    private void Ready(Entry entry) => (entry.IsSlow ? _slowReady : _ready).Writer.TryWrite(entry);

    /// <summary>An event that is being sent.</summary>
    /// <param name="Event">The event.</param>
    /// <param name="Failures">How many attempts in a row failed for events of the object.</param>
    /// <param name="Entry">The place of the object.</param>
    internal readonly record struct Sending(RelayedEvent Event, int Failures, Entry Entry);

    internal sealed class Entry
    {
        public RelayedEvent? Waiting { get; set; }

        public int Failures { get; set; }

        public bool IsSlow { get; set; }

        /// <summary>How many of the failures happened after the sink had accepted other events since the failure before.</summary>
        public int OwnFailures { get; set; }

        /// <summary>How many events the sink had accepted at the last failure.</summary>
        public long AcceptedBefore { get; set; }

        /// <summary>Whether the event waits for its time.</summary>
        public bool IsWaiting { get; set; }

        public ITimer? Timer { get; set; }
    }
}
