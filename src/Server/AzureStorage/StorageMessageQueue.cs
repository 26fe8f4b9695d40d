using System.Collections.Concurrent;
using System.Threading.Channels;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Outcomes;
using Tagalong.Hosting.Queues;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>Receives events from a queue of Azure Storage: it polls for as many messages as callers wait for, less often while the queue is empty.</summary>
internal sealed partial class StorageMessageQueue(
    StorageQueue queue, StorageQueue poison, AzureStorageOptions options, TimeProvider time, Random random, ILogger<StorageMessageQueue> logger)
    : IMessageQueue
{
    private static readonly TimeSpan ReleaseLimit = TimeSpan.FromSeconds(15);

    private readonly Channel<StorageMessage> _received = Channel.CreateUnbounded<StorageMessage>();
    private readonly ConcurrentDictionary<StorageMessage, byte> _leased = new();
    private readonly SemaphoreSlim _requested = new(0);
    private readonly ExponentialBackoff _pollDelay = new(options.PollDelay, options.LongestPollDelay, random);
    private readonly ReconnectDelay _reconnectDelay = new(options.LongestReconnectDelay, random);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private Task? _polling;

    public string Name => queue.Name;

    public string? Error { get; private set; } = $"The queue {queue.Name} was not polled yet.";

    public ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _polling ??= Task.Run(PollAsync, CancellationToken.None);
        }

        // Each caller requests one message; without that, it would take the message of another caller, who would wait for ever.
        _requested.Release();
        return WaitAsync(cancellationToken);
    }

    public async ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var own = (StorageMessage)message;
        return IsSettled(own, await queue.DeleteAsync(own.Id, await own.EndLeaseAsync(), cancellationToken));
    }

    public ValueTask<bool> AbandonAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        ShowAfterAsync((StorageMessage)message, TimeSpan.FromSeconds(Math.Ceiling(delay.TotalSeconds)), cancellationToken);

    public async ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterCause cause, CancellationToken cancellationToken)
    {
        var own = (StorageMessage)message;
        var (text, hasCause) = PoisonMessage.Create(own.Text, own.Body, cause);
        var result = await poison.SendAsync(text, expires: false, cancellationToken);
        if (result.Status == StorageQueueStatus.QueueMissing && (result = await poison.CreateAsync(cancellationToken)).Status == StorageQueueStatus.Done)
        {
            result = await poison.SendAsync(text, expires: false, cancellationToken);
        }

        if (result.Status != StorageQueueStatus.Done)
        {
            Log.NotDeadLettered(logger, own.Id, Name, poison.Name, result.Error);
            return false;
        }

        if (!hasCause)
        {
            Log.NoRoom(logger, own.Id, poison.Name, cause.Reason, cause.Description);
        }

        await CompleteAsync(message, cancellationToken);
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
        while (_received.Reader.TryRead(out var message))
        {
            await ShowAfterAsync(message, TimeSpan.Zero, cancellationToken);
        }
    }

    /// <summary>Releases what is not settled: other consumers see it at once or, if the queue cannot be reached, when the lease expires.</summary>
    public async ValueTask DisposeAsync()
    {
        using var limit = new CancellationTokenSource(ReleaseLimit, time);
        try
        {
            await StopReceivingAsync(limit.Token);
            await Task.WhenAll(_leased.Keys.Select(message => ShowAfterAsync(message, TimeSpan.Zero, limit.Token).AsTask())).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // The leases expire.
        }

        foreach (var message in _leased.Keys)
        {
            message.Dispose();
        }

        _stopping.Dispose();
        _requested.Dispose();
    }

    private async ValueTask<QueueMessage> WaitAsync(CancellationToken cancellationToken) => await _received.Reader.ReadAsync(cancellationToken);

    private async Task PollAsync()
    {
        var emptyPolls = 0;
        var stopping = _stopping.Token;
        try
        {
            while (true)
            {
                await _requested.WaitAsync(stopping);
                var wanted = 1;
                while (wanted < StorageQueue.MaxMessages && await _requested.WaitAsync(0, stopping))
                {
                    wanted++;
                }

                // Not cancelled: what a cancelled call received would be unknown.
                var (result, messages) = await queue.ReceiveAsync(wanted, options.VisibilityTimeout, CancellationToken.None);
                foreach (var received in messages)
                {
                    var message = new StorageMessage(queue, received, options.VisibilityTimeout, time, logger);
                    _leased.TryAdd(message, 0);
                    _received.Writer.TryWrite(message);
                }

                if (wanted > messages.Length)
                {
                    _requested.Release(wanted - messages.Length);
                }

                Report(result.Error);
                emptyPolls = messages.Length > 0 ? 0 : emptyPolls + 1;
                if (result.Status != StorageQueueStatus.Done)
                {
                    var pause = _reconnectDelay.Next();
                    await Task.Delay(result.RetryAfter > pause ? result.RetryAfter.Value : pause, time, stopping);
                    continue;
                }

                _reconnectDelay.Reset();
                if (emptyPolls > 0)
                {
                    await Task.Delay(_pollDelay.After(emptyPolls), time, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The queue was stopped.
        }
    }

    private void Report(string? error)
    {
        var before = Error;
        Error = error;
        if (error is not null && error != before)
        {
            Log.Unreachable(logger, Name, error);
        }
        else if (error is null && before is not null)
        {
            Log.Receiving(logger, Name);
        }
    }

    private async ValueTask<bool> ShowAfterAsync(StorageMessage message, TimeSpan delay, CancellationToken cancellationToken) =>
        IsSettled(message, (await queue.UpdateVisibilityAsync(message.Id, await message.EndLeaseAsync(), delay, cancellationToken)).Result);

    private bool IsSettled(StorageMessage message, StorageQueueResult result)
    {
        _leased.TryRemove(message, out _);
        if (result.Status != StorageQueueStatus.Done)
        {
            Log.NotSettled(logger, message.Id, Name, result.Error);
        }

        return result.Status == StorageQueueStatus.Done;
    }

    private static partial class Log
    {
        [LoggerMessage(3110, LogLevel.Warning, "Receiving from the queue {Queue} failed and is retried: {Error}")]
        public static partial void Unreachable(ILogger logger, string queue, string error);

        [LoggerMessage(3111, LogLevel.Information, "Receiving events from the queue {Queue}.")]
        public static partial void Receiving(ILogger logger, string queue);

        [LoggerMessage(3112, LogLevel.Warning, "Settling message {Id} of queue {Queue} failed; it may be delivered again: {Error}")]
        public static partial void NotSettled(ILogger logger, string id, string queue, string? error);

        [LoggerMessage(3113, LogLevel.Error, "Sending message {Id} of queue {Queue} to the dead letters in {Poison} failed: {Error}")]
        public static partial void NotDeadLettered(ILogger logger, string id, string queue, string poison, string? error);

        [LoggerMessage(3114, LogLevel.Error, "Message {Id} went to {Poison} unchanged, without room for the cause: {Reason} {Description}")]
        public static partial void NoRoom(ILogger logger, string id, string poison, OutcomeReason reason, string description);
    }
}
