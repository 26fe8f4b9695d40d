namespace Tagalong.FunctionsHost.Queues;

/// <summary>A queue of Azure Storage in memory: messages that are fetched are hidden, not removed.</summary>
public sealed class StorageQueue(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<QueueMessage> _messages = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>All messages, hidden ones included.</summary>
    public IReadOnlyList<QueueMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Sends a text as it is to be stored.</summary>
    /// <returns>The id of the message.</returns>
    public string Send(string text)
    {
        var now = Seconds(time.GetUtcNow());
        var message = new QueueMessage(Guid.NewGuid().ToString(), text, now);
        Change(() => _messages.Add(message));
        return message.Id;
    }

    /// <summary>Fetches visible messages, oldest first, counts the fetch and hides them.</summary>
    internal IReadOnlyList<QueueMessage> Receive(int most, TimeSpan hiddenFor)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            List<QueueMessage> received = [];
            for (var at = 0; at < _messages.Count && received.Count < most; at++)
            {
                if (!_messages[at].IsInProcess && _messages[at].VisibleAt <= now)
                {
                    _messages[at] = _messages[at] with
                    {
                        DequeueCount = _messages[at].DequeueCount + 1,
                        VisibleAt = Seconds(now) + hiddenFor,
                        IsInProcess = true,
                        PopReceipt = Guid.NewGuid().ToString("N"),
                    };
                    received.Add(_messages[at]);
                }
            }

            return received;
        }
    }

    internal void Delete(string id) => Change(() => _messages.RemoveAll(message => message.Id == id));

    /// <summary>Shows a message again after a time.</summary>
    internal void Release(string id, TimeSpan hiddenFor) => Change(() =>
    {
        var at = _messages.FindIndex(message => message.Id == id);
        if (at >= 0)
        {
            _messages[at] = _messages[at] with { VisibleAt = time.GetUtcNow() + hiddenFor, IsInProcess = false };
        }
    });

    /// <summary>Waits until a message is visible.</summary>
    internal async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            TimeSpan? next;
            lock (_lock)
            {
                changed = _changed.Task;
                next = _messages.Where(static message => !message.IsInProcess).Min(static message => (DateTimeOffset?)message.VisibleAt) - time.GetUtcNow();
            }

            if (next <= TimeSpan.Zero)
            {
                return;
            }

            using var delay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(changed, Task.Delay(next ?? Timeout.InfiniteTimeSpan, time, delay.Token));
            await delay.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static DateTimeOffset Seconds(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            _changed.SetResult();
            _changed = NewSignal();
        }
    }
}
