using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Tagalong.Server.RabbitMq;

/// <summary>
/// One connection, from its beginning to its end, that takes messages from one queue and sends some of them on. What was taken
/// in it can be settled in it alone; when it ends, the broker gives the rest out again.
/// </summary>
internal sealed class RabbitMqSession : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly IConnection _connection;
    private readonly IChannel _consuming;
    private readonly IChannel _publishing;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _consumer = "";
    private volatile bool _isCancelled;
    private volatile bool _hasAcknowledged;

    private RabbitMqSession(IConnection connection, IChannel consuming, IChannel publishing, TimeSpan timeout, TimeProvider time)
    {
        (_connection, _consuming, _publishing, _timeout, _time) = (connection, consuming, publishing, timeout, time);
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        consuming.ChannelShutdownAsync += OnShutdownAsync;
        publishing.ChannelShutdownAsync += OnShutdownAsync;

        // A message whose taking failed would be neither settled nor given out again, and keep its place for ever.
        consuming.CallbackExceptionAsync += (_, failed) => EndAsync($"A message could not be taken ({failed.Exception.GetType().Name}: {failed.Exception.Message})");
        _closed.Task.ContinueWith(_ => _ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    /// <summary>Becomes true, with the reason, when nothing can be taken or settled here any more.</summary>
    public Task<string> Closed => _closed.Task;

    /// <summary>Whether messages can be settled here.</summary>
    public bool IsOpen => !_closed.Task.IsCompleted;

    /// <summary>Whether any message went from the queue here.</summary>
    public bool HasAcknowledged => _hasAcknowledged;

    /// <summary>Is cancelled when the session has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Opens channels on a connection, which belongs to the session from then on.</summary>
    public static async Task<RabbitMqSession> OpenAsync(IConnection connection, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var publishing = await RabbitMqPublishing.OpenChannelAsync(connection, cancellationToken);
        return new RabbitMqSession(connection, await connection.CreateChannelAsync(cancellationToken: cancellationToken), publishing, timeout, time);
    }

    /// <summary>Has the queue's messages given out, so many ahead of their settlement.</summary>
    public async Task ConsumeAsync(string queue, int prefetch, Action<RabbitMqMessage> take, CancellationToken cancellationToken)
    {
        await _consuming.BasicQosAsync(prefetchSize: 0, (ushort)prefetch, global: false, cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(_consuming);
        consumer.ReceivedAsync += (_, given) =>
        {
            take(ToMessage(given));
            return Task.CompletedTask;
        };
        consumer.UnregisteredAsync += (_, _) => _isCancelled ? Task.CompletedTask : EndAsync("The broker gives out nothing of the queue any more: it was deleted, or moved.");
        _consumer = await _consuming.BasicConsumeAsync(queue, autoAck: false, consumer, cancellationToken);
    }

    /// <summary>Has no more messages given out, if any are.</summary>
    public Task CancelConsumerAsync(CancellationToken cancellationToken)
    {
        _isCancelled = true;
        return _consumer.Length == 0 ? Task.CompletedTask : TryAsync(() => _consuming.BasicCancelAsync(_consumer, cancellationToken: cancellationToken), cancellationToken);
    }

    /// <summary>The message goes from the queue.</summary>
    /// <returns>Whether that could be said.</returns>
    public async Task<bool> AcknowledgeAsync(RabbitMqMessage message, CancellationToken cancellationToken)
    {
        var isSaid = await TryAsync(() => _consuming.BasicAckAsync(message.Tag, multiple: false, cancellationToken).AsTask(), cancellationToken);
        _hasAcknowledged |= isSaid;
        return isSaid;
    }

    /// <summary>The message is given out again, at once.</summary>
    public Task<bool> ReleaseAsync(RabbitMqMessage message, CancellationToken cancellationToken) =>
        TryAsync(() => _consuming.BasicNackAsync(message.Tag, multiple: false, requeue: true, cancellationToken).AsTask(), cancellationToken);

    /// <summary>Ends the session, so that all is begun anew, and what is missing is made or told of.</summary>
    public void End(string reason) => _closed.TrySetResult(reason);

    /// <summary>Sends a message and waits until the broker has it in a queue, for as long as it may take.</summary>
    /// <returns>Why it is not there, or null if it is; and whether that is because the broker knows no such queue.</returns>
    public async Task<(string? Fault, bool IsUnrouted)> PublishAsync(string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await RabbitMqPublishing.PublishAsync(_publishing, exchange, routingKey, properties, body, _timeout, _time, cancellationToken);
            return (null, false);
        }
        catch (Exception fault) when (RabbitMqFaults.IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return (RabbitMqFaults.Text(fault), fault is PublishReturnException);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // What was acknowledged goes before the farewell, and in this order it arrives.
        await TryAsync(() => _connection.CloseAsync(Constants.ReplySuccess, "Goodbye", Farewell, abort: true, CancellationToken.None), CancellationToken.None);
        _closed.TrySetResult("It was closed.");
        await _publishing.DisposeAsync();
        await _consuming.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private RabbitMqMessage ToMessage(BasicDeliverEventArgs given)
    {
        var retries = RabbitMqHeaders.RetriesOf(given.BasicProperties);
        return new RabbitMqMessage(this, given.DeliveryTag, new BasicProperties(given.BasicProperties), retries)
        {
            // The client takes the memory back when this returns.
            Body = given.Body.ToArray(),
            ContentType = given.BasicProperties.ContentType,
            Attributes = RabbitMqHeaders.AttributesOf(given.BasicProperties),
            Attempts = retries + RabbitMqHeaders.DeliveriesOf(given.BasicProperties),
        };
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason) =>
        EndAsync(reason.Initiator == ShutdownInitiator.Application ? "It was closed." : $"The connection ended: {reason.ReplyCode} {reason.ReplyText}");

    private Task EndAsync(string reason)
    {
        End(reason);
        return Task.CompletedTask;
    }

    private async Task<bool> TryAsync(Func<Task> say, CancellationToken cancellationToken)
    {
        if (!IsOpen)
        {
            return false;
        }

        try
        {
            await say();
            return true;
        }
        catch (Exception fault) when (RabbitMqFaults.IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
