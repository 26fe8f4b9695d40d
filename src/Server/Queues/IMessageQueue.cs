namespace Tagalong.Server.Queues;

/// <summary>
/// A queue to take events from. What is taken is not gone before it is settled: if this process dies, or the connection does,
/// the message is given out again, to this one or to another. Safe for many threads.
/// </summary>
internal interface IMessageQueue : IAsyncDisposable
{
    /// <summary>Its name, as configured.</summary>
    string Name { get; }

    /// <summary>Why nothing can be taken from it right now, for people and without secrets; null if that is possible.</summary>
    string? Fault { get; }

    /// <summary>
    /// Waits for a message, for as long as that takes: a broker that is away is tried again, ever more seldom. As many
    /// messages may be out at once as <c>Tagalong:Consume:Concurrency</c> says; so many calls wait here at most.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>The message is done with and goes from the queue.</summary>
    /// <returns>Whether the queue knows; if not, it gives the message out again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> SettleAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>The message comes again after a delay, which is one of <see cref="RetrySchedule.Delays"/>, with one attempt more to its name.</summary>
    /// <returns>Whether the queue knows; if not, it gives the message out again, and the queue sees to it that this is not at once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> RetryLaterAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>The message goes to the dead letters, for a person to look at, with the reason; only once it is there it goes from the queue.</summary>
    /// <returns>Whether it is there; if not, the message is still out, and the caller has to have it retried later.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterReason reason, CancellationToken cancellationToken);

    /// <summary>Takes no more messages, and gives back those that nobody has received; those that somebody has may still be settled.</summary>
    ValueTask StopReceivingAsync(CancellationToken cancellationToken);
}
