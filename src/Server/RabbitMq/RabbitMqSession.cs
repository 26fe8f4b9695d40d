using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Tagalong.Server.RabbitMq;

/// <summary>
/// One connection that publishes messages and may receive those of one queue. Only the session that received a message can
/// settle it; when the session ends, the broker delivers the rest again.
/// </summary>
internal sealed class RabbitMqSession : IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The broker confirms each message, and returns one that no queue receives. The callers bound how many are unconfirmed at once.</summary>
    private static readonly CreateChannelOptions Confirmed =
        new(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null);

    private readonly IConnection _connection;
    private readonly IChannel _publishing;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IChannel? _consuming;
    private string _consumer = "";
    private volatile bool _isCancelled;
    private volatile bool _hasAcknowledged;

    private RabbitMqSession(IConnection connection, IChannel publishing, TimeSpan timeout, TimeProvider time)
    {
        (_connection, _publishing, _timeout, _time) = (connection, publishing, timeout, time);
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        publishing.ChannelShutdownAsync += OnShutdownAsync;
        _closed.Task.ContinueWith(_ => _ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Completes with the reason when the session can neither receive nor settle any more.</summary>
    public Task<string> Closed => _closed.Task;

    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Whether the session acknowledged any message.</summary>
    public bool HasAcknowledged => _hasAcknowledged;

    /// <summary>Is cancelled when the session has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Opens a session on a connection, which the session then owns.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="timeout">How long the broker may take to confirm a message.</param>
    /// <param name="time">The clock of the timeout.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<RabbitMqSession> OpenAsync(IConnection connection, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken) =>
        new(connection, await connection.CreateChannelAsync(Confirmed, cancellationToken), timeout, time);

    /// <summary>Starts to receive the queue's messages.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="prefetch">How many messages may be unsettled at once.</param>
    /// <param name="receive">Receives a message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task ConsumeAsync(string queue, int prefetch, Action<RabbitMqMessage> receive, CancellationToken cancellationToken)
    {
        _consuming = await _connection.CreateChannelAsync(cancellationToken: cancellationToken);
        _consuming.ChannelShutdownAsync += OnShutdownAsync;

        // A message whose callback failed would be neither settled nor delivered again, and would count against the prefetch limit indefinitely.
        _consuming.CallbackExceptionAsync += (_, failed) => EndAsync($"Receiving a message failed ({failed.Exception.GetType().Name}: {failed.Exception.Message})");
        await _consuming.BasicQosAsync(prefetchSize: 0, (ushort)prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_consuming);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            receive(ToMessage(delivery));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => _isCancelled ? Task.CompletedTask : EndAsync("The broker cancelled the consumer: the queue was deleted or moved.");
        _consumer = await _consuming.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
    }

    /// <summary>Receives no more messages.</summary>
    public Task CancelConsumerAsync(CancellationToken cancellationToken)
    {
        _isCancelled = true;
        return _consumer.Length == 0 ? Task.CompletedTask : TryAsync(() => _consuming!.BasicCancelAsync(_consumer, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>Removes the message from the queue.</summary>
    /// <returns>Whether the acknowledgement could be sent.</returns>
    public async Task<bool> AcknowledgeAsync(RabbitMqMessage message, CancellationToken cancellationToken)
    {
        var isSent = await TryAsync(() => _consuming!.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken).AsTask(), cancellationToken);
        _hasAcknowledged |= isSent;
        return isSent;
    }

    /// <summary>Requeues the message for immediate redelivery.</summary>
    public Task<bool> ReleaseAsync(RabbitMqMessage message, CancellationToken cancellationToken) =>
        TryAsync(() => _consuming!.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Ends the session, so that the next one declares what is missing.</summary>
    public void End(string reason) => _closed.TrySetResult(reason);

    /// <summary>Publishes a message and waits until the broker has it in a queue.</summary>
    /// <returns>Why it is not in a queue, one of <see cref="RabbitMqErrors"/>; null if it is.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task<Exception?> PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_timeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _publishing.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, both.Token);
            return null;
        }
        catch (Exception error) when (RabbitMqErrors.IsExpected(error) && !cancellationToken.IsCancellationRequested)
        {
            return error;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Acknowledgements are sent before the close, and arrive in this order.
        await TryAsync(() => _connection.CloseAsync(Constants.ReplySuccess, "Goodbye", CloseTimeout, abort: true, CancellationToken.None), CancellationToken.None);
        End("The session was closed.");
        await _publishing.DisposeAsync();
        await (_consuming?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _connection.DisposeAsync();
    }

    private RabbitMqMessage ToMessage(BasicDeliverEventArgs delivery) => new(this, delivery.DeliveryTag, new BasicProperties(delivery.BasicProperties))
    {
        // The client reuses the memory when the callback returns.
        Body = delivery.Body.ToArray(),
        ContentType = delivery.BasicProperties.ContentType,
        Attributes = RabbitMqHeaders.AttributesOf(delivery.BasicProperties),
        Attempts = RabbitMqHeaders.AttemptsOf(delivery.BasicProperties),
    };

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason) =>
        EndAsync(reason.Initiator == ShutdownInitiator.Application ? "The session was closed." : $"The connection ended: {reason.ReplyCode} {reason.ReplyText}");

    private Task EndAsync(string reason)
    {
        End(reason);
        return Task.CompletedTask;
    }

    private async Task<bool> TryAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return false;
        }

        try
        {
            await call();
            return true;
        }
        catch (Exception error) when (RabbitMqErrors.IsExpected(error) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
