using System.Threading.Channels;

namespace Tagalong.Core.Watching;

/// <summary>
/// The events of one kind that are not sent yet, at most one per object: a newer event replaces an older one. Events of one
/// object are sent one at a time. Safe for many threads.
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
    public int Count => capacity - _room.CurrentCount;

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
            var entry = new Entry(cloudEvent);
            _entries.Add(cloudEvent.Object.Uid, entry);
            _ready.Writer.TryWrite(entry);
        }
    }

    /// <summary>The next event to send; null after <see cref="Dispose"/>.</summary>
    public async ValueTask<Sending?> NextAsync(CancellationToken cancellationToken)
    {
        while (await _ready.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_ready.Reader.TryRead(out var entry))
            {
                lock (_lock)
                {
                    var next = new Sending(entry.Waiting!, entry.Failures, entry);
                    entry.Waiting = null;
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
                _ready.Writer.TryWrite(sent.Entry);
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

    /// <summary>The event, or a newer event of its object, has to be sent again after a wait.</summary>
    public void Defer(Sending sent, TimeSpan wait)
    {
        var entry = sent.Entry;
        lock (_lock)
        {
            entry.Failures++;
            entry.Waiting = entry.Waiting is { } newer ? newer with { IsNew = newer.IsNew || sent.Event.IsNew } : sent.Event;
            entry.Timer?.Dispose();
            entry.Timer = time.CreateTimer(MakeReady, entry, wait, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Waits until no event waits or is being sent.</summary>
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

    private bool TryReplace(RelayedEvent cloudEvent)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(cloudEvent.Object.Uid, out var entry))
            {
                return false;
            }

            // The sink has not seen the object, so it is still new.
            entry.Waiting = entry.Waiting is { IsNew: true } ? cloudEvent with { IsNew = true } : cloudEvent;
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
    /// <param name="Failures">How many attempts in a row failed for events of the object.</param>
    /// <param name="Entry">The place of the object.</param>
    internal readonly record struct Sending(RelayedEvent Event, int Failures, Entry Entry);

    internal sealed class Entry(RelayedEvent cloudEvent)
    {
        public RelayedEvent? Waiting { get; set; } = cloudEvent;

        public int Failures { get; set; }

        public ITimer? Timer { get; set; }
    }
}
