using System.Diagnostics.CodeAnalysis;
using Azure.Storage.Queues.Models;
using Tagalong.Hosting.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>A message of a storage queue. Its lease is renewed, so that it stays hidden from other consumers, until <see cref="EndLeaseAsync"/>.</summary>
internal sealed partial class StorageMessage : Queues.QueueMessage, IDisposable
{
    private readonly StorageQueue _queue;
    private readonly TimeSpan _timeout;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _renewing;
    private string _popReceipt;

    [SetsRequiredMembers]
    public StorageMessage(StorageQueue queue, QueueMessage received, TimeSpan visibilityTimeout, TimeProvider time, ILogger logger)
    {
        (_queue, _timeout, _logger, _popReceipt) = (queue, visibilityTimeout, logger, received.PopReceipt);
        (Id, Text) = (received.MessageId, received.Body?.ToString() ?? "");
        (Body, ContentType) = (MessageText.Decode(Text), "application/cloudevents+json");
        Attempts = (int)Math.Min(received.DequeueCount - 1, int.MaxValue);

        // Two renewals may fail before the lease expires.
        _timer = new PeriodicTimer(visibilityTimeout / 3, time);
        _renewing = RenewAsync();
    }

    public string Id { get; }

    /// <summary>The text in the queue, as it was received.</summary>
    public string Text { get; }

    /// <summary>Renews the lease no more.</summary>
    /// <returns>The newest pop receipt, which settles the message.</returns>
    public async ValueTask<string> EndLeaseAsync()
    {
        _timer.Dispose();
        await _renewing;
        return _popReceipt;
    }

    public void Dispose() => _timer.Dispose();

    private async Task RenewAsync()
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None))
        {
            // Not cancelled: the pop receipt of a cancelled renewal would be lost.
            var (result, popReceipt) = await _queue.UpdateVisibilityAsync(Id, _popReceipt, _timeout, CancellationToken.None);
            switch (result.Status)
            {
                case StorageQueueStatus.Done:
                    _popReceipt = popReceipt!;
                    Log.Renewed(_logger, Id, _queue.Name, _timeout);
                    break;
                case StorageQueueStatus.LeaseLost:
                    Log.Lost(_logger, Id, _queue.Name);
                    return;
                case StorageQueueStatus.QueueMissing or StorageQueueStatus.TooLarge or StorageQueueStatus.Failed:
                    Log.NotRenewed(_logger, Id, _queue.Name, result.Error);
                    break;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3100, LogLevel.Warning, "Lost the lease on message {Id} of queue {Queue}: its visibility timeout was not renewed in time; another consumer may process it too.")]
        public static partial void Lost(ILogger logger, string id, string queue);

        [LoggerMessage(3101, LogLevel.Warning, "Renewing the lease on message {Id} of queue {Queue} failed: {Error}")]
        public static partial void NotRenewed(ILogger logger, string id, string queue, string? error);

        [LoggerMessage(3102, LogLevel.Debug, "Renewed the lease on message {Id} of queue {Queue} for {Time}.")]
        public static partial void Renewed(ILogger logger, string id, string queue, TimeSpan time);
    }
}
