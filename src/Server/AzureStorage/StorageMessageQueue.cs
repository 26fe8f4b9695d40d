using System.Collections.Concurrent;
using System.Threading.Channels;
using Tagalong.Core.Outcomes;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>A queue of Azure Storage to take events from. It is asked for as many messages as are waited for, and ever more seldom while it is empty.</summary>
internal sealed partial class StorageMessageQueue(
    StorageQueue queue, StorageQueue poison, AzureStorageOptions options, TimeProvider time, Random random, ILogger<StorageMessageQueue> logger)
    : IMessageQueue
{
    private const int MostDoublings = 16;
    private static readonly TimeSpan GivingBackLimit = TimeSpan.FromSeconds(15);

    private readonly Channel<StorageMessage> _taken = Channel.CreateUnbounded<StorageMessage>();
    private readonly ConcurrentDictionary<MessageLease, byte> _held = new();
    private readonly SemaphoreSlim _waited = new(0);
    private readonly ReconnectDelay _reconnectDelay = new(options.LongestReconnectDelay, random);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task? _polling;

    public string Name => queue.Name;

    public string? Fault { get; private set; } = $"The queue {queue.Name} was not asked yet.";

    public ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _polling ??= Task.Run(PollAsync, CancellationToken.None);
        }

        // Who waits has one message more asked for; whoever took one without would leave another waiting for ever.
        _waited.Release();
        return WaitAsync(cancellationToken);
    }

    public async ValueTask<bool> SettleAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var held = ((StorageMessage)message).Held;
        return IsKnown(held, await queue.DeleteAsync(held.Id, await held.EndAsync(), cancellationToken));
    }

    public async ValueTask<bool> RetryLaterAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        var held = ((StorageMessage)message).Held;
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds));
        return IsKnown(held, await queue.HideAsync(held.Id, await held.EndAsync(), seconds, cancellationToken));
    }

    public async ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterReason reason, CancellationToken cancellationToken)
    {
        var given = (StorageMessage)message;
        var (text, tellsWhy) = PoisonMessage.Of(given.Text, given.Body, reason);
        var answer = await poison.PutAsync(text, isKept: true, cancellationToken);
        if (answer.Status == StorageQueueStatus.NoQueue)
        {
            answer = await poison.CreateAsync(cancellationToken);
            answer = answer.Status == StorageQueueStatus.Done ? await poison.PutAsync(text, isKept: true, cancellationToken) : answer;
        }

        if (answer.Status != StorageQueueStatus.Done)
        {
            Log.NotKept(logger, given.Held.Id, Name, poison.Name, answer.Fault);
            return false;
        }

        if (!tellsWhy)
        {
            Log.NoRoom(logger, given.Held.Id, poison.Name, reason.Reason, reason.Detail);
        }

        await SettleAsync(message, cancellationToken);
        return true;
    }

    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        Task? polling;
        lock (_lock)
        {
            polling = _polling ??= Task.CompletedTask;
        }

        await polling.WaitAsync(cancellationToken);
        while (_taken.Reader.TryRead(out var message))
        {
            await GiveBackAsync(message.Held, cancellationToken);
        }
    }

    /// <summary>What somebody took and did not settle is shown to others at once, if the queue can be reached; else when its time is over.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(GivingBackLimit, time);
        try
        {
            await StopReceivingAsync(limit.Token);
            await Task.WhenAll(_held.Keys.Select(held => GiveBackAsync(held, limit.Token))).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // They come again when their time is over.
        }

        foreach (var held in _held.Keys)
        {
            held.Dispose();
        }

        _stopping.Dispose();
        _waited.Dispose();
    }

    private async ValueTask<QueueMessage> WaitAsync(CancellationToken cancellationToken) => await _taken.Reader.ReadAsync(cancellationToken);

    private async Task PollAsync()
    {
        var empty = 0;
        var stopping = _stopping.Token;
        try
        {
            while (true)
            {
                await _waited.WaitAsync(stopping);
                var wanted = 1;
                while (wanted < StorageQueue.MostMessages && await _waited.WaitAsync(0, stopping))
                {
                    wanted++;
                }

                // It is not called off: then nobody would know what was taken.
                var (answer, messages) = await queue.ReceiveAsync(wanted, options.VisibilityTimeout, CancellationToken.None);
                foreach (var message in messages)
                {
                    _taken.Writer.TryWrite(Hold(message));
                }

                if (wanted > messages.Count)
                {
                    _waited.Release(wanted - messages.Count);
                }

                Tell(answer);
                empty = messages.Count > 0 ? 0 : empty + 1;
                if (answer.Status != StorageQueueStatus.Done)
                {
                    var pause = _reconnectDelay.Next();
                    await Task.Delay(answer.RetryAfter > pause ? answer.RetryAfter.Value : pause, time, stopping);
                    continue;
                }

                _reconnectDelay.Reset();
                if (empty > 0)
                {
                    await Task.Delay(Pause(empty), time, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to stop.
        }
    }

    private StorageMessage Hold(StorageQueueMessage received)
    {
        var held = new MessageLease(queue, received, options.VisibilityTimeout, time, logger);
        _held.TryAdd(held, 0);
        return new StorageMessage
        {
            Held = held,
            Text = received.Text,
            Body = MessageText.Decode(received.Text),
            ContentType = "application/cloudevents+json",
            Attempts = (int)Math.Min(received.DequeueCount - 1, int.MaxValue),
        };
    }

    private void Tell(StorageQueueResult answer)
    {
        var before = Fault;
        Fault = answer.Fault;
        if (answer.Fault is { } fault && fault != before)
        {
            Log.Away(logger, Name, fault);
        }
        else if (answer.Fault is null && before is not null)
        {
            Log.There(logger, Name);
        }
    }

    /// <summary>How long a queue that was found empty so many times in a row is left alone.</summary>
    private TimeSpan Pause(int times)
    {
        var doubled = options.PollDelay * Math.Pow(2, Math.Min(times - 1, MostDoublings));
        return (doubled < options.LongestPollDelay ? doubled : options.LongestPollDelay) * (0.5 + (random.NextDouble() / 2));
    }

    private async Task GiveBackAsync(MessageLease held, CancellationToken cancellationToken) =>
        IsKnown(held, await queue.HideAsync(held.Id, await held.EndAsync(), TimeSpan.Zero, cancellationToken));

    private bool IsKnown(MessageLease held, StorageQueueResult answer)
    {
        _held.TryRemove(held, out _);
        if (answer.Status != StorageQueueStatus.Done)
        {
            Log.ComesAgain(logger, held.Id, Name, answer.Fault);
        }

        return answer.Status == StorageQueueStatus.Done;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Nothing can be taken from the queue {Queue}, which is tried again: {Fault}")]
        public static partial void Away(ILogger logger, string queue, string fault);

        [LoggerMessage(2, LogLevel.Information, "Messages are taken from the queue {Queue}.")]
        public static partial void There(ILogger logger, string queue);

        [LoggerMessage(3, LogLevel.Warning, "The queue {Queue} was not told what became of message {Id}, and may give it out again: {Fault}")]
        public static partial void ComesAgain(ILogger logger, string id, string queue, string? fault);

        [LoggerMessage(4, LogLevel.Error, "Message {Id} of queue {Queue} could not be put to {Poison}: {Fault}")]
        public static partial void NotKept(ILogger logger, string id, string queue, string poison, string? fault);

        [LoggerMessage(5, LogLevel.Error, "Message {Id} went to {Poison} as it was, for there was no room for the reason in it: {Reason} {Detail}")]
        public static partial void NoRoom(ILogger logger, string id, string poison, OutcomeReason reason, string detail);
    }
}
