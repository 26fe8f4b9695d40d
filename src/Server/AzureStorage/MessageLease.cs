namespace Tagalong.Server.AzureStorage;

/// <summary>Keeps a message hidden from others for as long as somebody works on it.</summary>
internal sealed partial class MessageLease : IDisposable
{
    private readonly StorageQueue _queue;
    private readonly TimeSpan _hidden;
    private readonly ILogger _logger;
    private readonly PeriodicTimer _timer;
    private readonly Task _renewing;
    private string _popReceipt;

    public MessageLease(StorageQueue queue, StorageQueueMessage message, TimeSpan hidden, TimeProvider time, ILogger logger)
    {
        (_queue, Id, _popReceipt, _hidden, _logger) = (queue, message.Id, message.PopReceipt, hidden, logger);

        // Two renewals may fail before it is somebody else's.
        _timer = new PeriodicTimer(hidden / 3, time);
        _renewing = RenewAsync();
    }

    /// <summary>The message's id.</summary>
    public string Id { get; }

    /// <summary>Hides it no longer than it is hidden now.</summary>
    /// <returns>By what it is held now.</returns>
    public async ValueTask<string> EndAsync()
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
            // It is not called off: then nobody would know by what the message is held.
            var answer = await _queue.HideAsync(Id, _popReceipt, _hidden, CancellationToken.None);
            switch (answer.Status)
            {
                case StorageQueueStatus.Done:
                    _popReceipt = answer.PopReceipt!;
                    Log.Renewed(_logger, Id, _queue.Name, _hidden);
                    break;
                case StorageQueueStatus.NotHeld:
                    Log.Lost(_logger, Id, _queue.Name);
                    return;
                case StorageQueueStatus.NoQueue or StorageQueueStatus.TooLarge or StorageQueueStatus.Failed:
                    Log.NotRenewed(_logger, Id, _queue.Name, answer.Fault);
                    break;
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Message {Id} of queue {Queue} is worked on, and somebody else has it or it expired: it was not hidden anew in time.")]
        public static partial void Lost(ILogger logger, string id, string queue);

        [LoggerMessage(2, LogLevel.Warning, "Message {Id} of queue {Queue} could not be hidden for longer: {Fault}")]
        public static partial void NotRenewed(ILogger logger, string id, string queue, string? fault);

        [LoggerMessage(3, LogLevel.Debug, "Message {Id} of queue {Queue} is worked on and was hidden for another {Time}.")]
        public static partial void Renewed(ILogger logger, string id, string queue, TimeSpan time);
    }
}
