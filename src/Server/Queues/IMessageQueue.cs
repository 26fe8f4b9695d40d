using Tagalong.Hosting.Queues;

namespace Tagalong.Server.Queues;

/// <summary>
/// A queue to receive events from. A message leaves it only when it is settled: if this process or its connection dies before
/// that, the queue delivers the message again. Thread-safe.
/// </summary>
internal interface IMessageQueue : IAsyncDisposable
{
    /// <summary>Its configured name.</summary>
    string Name { get; }

    /// <summary>Why nothing can be received right now, without secrets; null if nothing prevents it.</summary>
    string? Error { get; }

    /// <summary>
    /// Waits for a message without limit: a broker that is away is tried again, with longer and longer waits. At most
    /// <c>Tagalong:Consume:Concurrency</c> messages are unsettled at once, and as many calls wait here.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken);

    /// <summary>Removes the message from the queue.</summary>
    /// <returns>Whether the queue confirmed it; if not, it delivers the message again.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken);

    /// <summary>Has the message delivered again after a delay, which is one of <see cref="RetrySchedule.Delays"/>, with one attempt more.</summary>
    /// <returns>Whether the queue confirmed it; if not, it delivers the message again, but not at once.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> AbandonAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken);

    /// <summary>Moves the message to the dead letters, with the cause: it leaves the queue only after it arrived there.</summary>
    /// <returns>Whether it arrived; if not, the message is not settled, and the caller has to abandon it.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterCause cause, CancellationToken cancellationToken);

    /// <summary>Receives no more, and releases the messages that no caller has; callers may still settle theirs.</summary>
    ValueTask StopReceivingAsync(CancellationToken cancellationToken);
}
