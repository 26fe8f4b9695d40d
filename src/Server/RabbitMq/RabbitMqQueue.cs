using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>A queue of a RabbitMQ broker, over a connection of its own, which is made anew whenever it ends.</summary>
internal sealed partial class RabbitMqQueue : IMessageQueue
{
    /// <summary>A message that could not be sent anywhere waits here, where it takes the place of another.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly RabbitMqConnector _connector;
    private readonly RabbitMqDeclarations _declarations;
    private readonly RabbitMqOptions _options;
    private readonly int _prefetch;
    private readonly TimeProvider _time;
    private readonly ILogger<RabbitMqQueue> _logger;
    private readonly ReconnectDelay _delay;
    private readonly Channel<RabbitMqMessage> _received = Channel.CreateUnbounded<RabbitMqMessage>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lazy<Task> _running;
    private volatile RabbitMqSession? _session;

    public RabbitMqQueue(
        string name,
        RabbitMqConnector connector,
        RabbitMqDeclarations declarations,
        IOptions<RabbitMqOptions> options,
        IOptions<ConsumeOptions> consume,
        TimeProvider time,
        Random random,
        ILogger<RabbitMqQueue> logger)
    {
        (Name, _connector, _declarations, _options, _prefetch) = (name, connector, declarations, options.Value, consume.Value.Concurrency);
        (_time, _logger, _delay) = (time, logger, new ReconnectDelay(options.Value.LongestReconnectDelay, random));
        _running = new Lazy<Task>(() => Task.Run(RunAsync));
    }

    public string Name { get; }

    public string? Fault { get; private set; } = "It is not connected yet.";

    public async ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        _ = _running.Value;
        while (true)
        {
            var message = await _received.Reader.ReadAsync(cancellationToken);
            if (message.Session.IsOpen)
            {
                return message;
            }
        }
    }

    public async ValueTask<bool> SettleAsync(QueueMessage message, CancellationToken cancellationToken) =>
        await Own(message).Session.AcknowledgeAsync(Own(message), cancellationToken);

    public async ValueTask<bool> RetryLaterAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        var own = Own(message);
        var waiting = RabbitMqDeclarations.RetryQueueOf(Name, delay);
        var (fault, isUnrouted) = await own.Session.PublishAsync("", waiting, RabbitMqHeaders.ForRetry(own), own.Body, cancellationToken);
        if (fault is null)
        {
            return await own.Session.AcknowledgeAsync(own, cancellationToken);
        }

        if (own.Session.IsOpen)
        {
            Log.Held(_logger, Name, waiting, fault);
            await HoldAsync(own, delay < LongestHold ? delay : LongestHold, cancellationToken);
        }

        if (isUnrouted)
        {
            own.Session.End($"There is no queue '{waiting}' any more.");
        }

        return false;
    }

    public async ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterReason reason, CancellationToken cancellationToken)
    {
        var own = Own(message);
        var properties = RabbitMqHeaders.ForDeadLetters(own, Name, reason, _time.GetUtcNow());
        if ((await own.Session.PublishAsync(_options.DeadLetterExchange, Name, properties, own.Body, cancellationToken)).Fault is { } fault)
        {
            Log.NotKept(_logger, Name, _options.DeadLetterExchange, fault);
            return false;
        }

        // It is kept, whether or not the queue hears of it: a second copy does no harm.
        await own.Session.AcknowledgeAsync(own, cancellationToken);
        return true;
    }

    public async ValueTask StopReceivingAsync(CancellationToken cancellationToken)
    {
        await _stopped.CancelAsync();
        if (_session is { } session)
        {
            await session.CancelConsumerAsync(cancellationToken);
        }

        while (_received.Reader.TryRead(out var message))
        {
            await message.Session.ReleaseAsync(message, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
        {
            return;
        }

        await _stopped.CancelAsync();
        await _closing.CancelAsync();
        if (_running.IsValueCreated)
        {
            await _running.Value;
        }
    }

    private static RabbitMqMessage Own(QueueMessage message) => (RabbitMqMessage)message;

    private async Task HoldAsync(RabbitMqMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, message.Session.Ended, cancellationToken);
        await Task.Delay(delay, _time, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await message.Session.ReleaseAsync(message, cancellationToken);
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            string? told = Fault;
            try
            {
                await using var session = await OpenAsync(_closing.Token);
                _session = session;
                Fault = null;
                var begun = _time.GetTimestamp();
                Log.Connected(_logger, Name);
                if (_stopped.IsCancellationRequested)
                {
                    // It was told to stop while this session was opened, and could not know of it.
                    await session.CancelConsumerAsync(_closing.Token);
                }

                told = Fault = await session.Closed.WaitAsync(_closing.Token);
                _delay.Ended(session.HasAcknowledged, _time.GetElapsedTime(begun));
                Log.Lost(_logger, Name, Fault);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (RabbitMqFaults.IsExpected(fault))
            {
                Fault = RabbitMqFaults.Text(fault);
                if (Fault != told)
                {
                    Log.Unreachable(_logger, Name, Fault);
                }
            }
#pragma warning disable CA1031 // Whatever it is, the next attempt may find it gone; a queue that nobody tries again is lost.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Fault = "A fault in Tagalong itself; see its log.";
                Log.Unforeseen(_logger, fault, Name);
            }

            _session = null;
            ForgetReceived();
            await Task.Delay(_delay.Next(), _time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>What was taken in a session that has ended cannot be settled, and comes again.</summary>
    private void ForgetReceived()
    {
        while (_received.Reader.TryRead(out _))
        {
        }
    }

    private async Task<RabbitMqSession> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await _connector.ConnectAsync($"consume {Name}", cancellationToken);
        try
        {
            await _declarations.EnsureAllAsync(connection, Name, cancellationToken);
            var session = await RabbitMqSession.OpenAsync(connection, _options.Timeout, _time, cancellationToken);
            if (!_stopped.IsCancellationRequested)
            {
                await session.ConsumeAsync(Name, _prefetch, Take, cancellationToken);
            }

            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private void Take(RabbitMqMessage message)
    {
        // Given back at once, it would come again and again as long as the consumer is there. The end of the connection gives it back.
        if (!_stopped.IsCancellationRequested)
        {
            _received.Writer.TryWrite(message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Events are taken from the queue {Queue}.")]
        public static partial void Connected(ILogger logger, string queue);

        [LoggerMessage(2, LogLevel.Warning, "The queue {Queue} was lost and is tried again; what was not settled comes again: {Fault}")]
        public static partial void Lost(ILogger logger, string queue, string fault);

        [LoggerMessage(3, LogLevel.Warning, "The queue {Queue} cannot be reached and is tried again until it can: {Fault}")]
        public static partial void Unreachable(ILogger logger, string queue, string fault);

        [LoggerMessage(4, LogLevel.Warning, "A message of the queue {Queue} could not be sent to {Waiting}, where it was to wait, and waits here: {Fault}")]
        public static partial void Held(ILogger logger, string queue, string waiting, string fault);

        [LoggerMessage(5, LogLevel.Error, "A message of the queue {Queue} could not be sent to the exchange {Exchange} for dead letters: {Fault}")]
        public static partial void NotKept(ILogger logger, string queue, string exchange, string fault);

        [LoggerMessage(6, LogLevel.Error, "The queue {Queue} met a fault in Tagalong and is tried again.")]
        public static partial void Unforeseen(ILogger logger, Exception fault, string queue);
    }
}
