using System.Threading.Channels;
using RabbitMQ.Client.Exceptions;
using Tagalong.Hosting.Queues;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>A queue of a RabbitMQ broker. It has one session at a time, and opens the next one when it ends.</summary>
internal sealed partial class RabbitMqQueue(
    string name,
    RabbitMqConnector connector,
    RabbitMqDeclarations declarations,
    RabbitMqOptions options,
    int prefetch,
    TimeProvider time,
    Random random,
    ILogger<RabbitMqQueue> logger) : IMessageQueue
{
    /// <summary>How long a message that cannot be published to its retry queue is held in memory, where it counts against the prefetch.</summary>
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly ReconnectDelay _delay = new(options.LongestReconnectDelay, random);
    private readonly Channel<RabbitMqMessage> _received = Channel.CreateUnbounded<RabbitMqMessage>();
    private readonly CancellationTokenSource _stopped = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _lock = new();
    private Task? _running;
    private volatile RabbitMqSession? _session;

    public string Name => name;

    public string? Error { get; private set; } = "It is not connected yet.";

    public async ValueTask<QueueMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _running ??= Task.Run(RunAsync, CancellationToken.None);
        }

        while (true)
        {
            var message = await _received.Reader.ReadAsync(cancellationToken);
            if (message.Session.IsOpen)
            {
                return message;
            }
        }
    }

    public async ValueTask<bool> CompleteAsync(QueueMessage message, CancellationToken cancellationToken)
    {
        var own = (RabbitMqMessage)message;
        return await own.Session.AcknowledgeAsync(own, cancellationToken);
    }

    public async ValueTask<bool> AbandonAsync(QueueMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        var own = (RabbitMqMessage)message;
        var retryQueue = RabbitMqDeclarations.RetryQueueOf(Name, delay);
        var error = await own.Session.PublishAsync("", retryQueue, RabbitMqHeaders.ForRetry(own), own.Body, cancellationToken);
        if (error is null)
        {
            return await own.Session.AcknowledgeAsync(own, cancellationToken);
        }

        if (own.Session.IsOpen)
        {
            Log.Held(logger, Name, retryQueue, RabbitMqErrors.Describe(error));
            await HoldAsync(own, delay < LongestHold ? delay : LongestHold, cancellationToken);
        }

        if (error is PublishReturnException)
        {
            own.Session.End($"The queue '{retryQueue}' was deleted.");
        }

        return false;
    }

    public async ValueTask<bool> DeadLetterAsync(QueueMessage message, DeadLetterCause cause, CancellationToken cancellationToken)
    {
        var own = (RabbitMqMessage)message;
        var properties = RabbitMqHeaders.ForDeadLetters(own, Name, cause, time.GetUtcNow());
        if (await own.Session.PublishAsync(options.DeadLetterExchange, Name, properties, own.Body, cancellationToken) is { } error)
        {
            Log.NotDeadLettered(logger, Name, options.DeadLetterExchange, RabbitMqErrors.Describe(error));
            return false;
        }

        // It arrived, whether or not the queue receives the acknowledgement: a second copy does no harm.
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
        await (_running ?? Task.CompletedTask);
    }

    private async Task HoldAsync(RabbitMqMessage message, TimeSpan delay, CancellationToken cancellationToken)
    {
        using var any = CancellationTokenSource.CreateLinkedTokenSource(_stopped.Token, message.Session.Ended, cancellationToken);
        await Task.Delay(delay, time, any.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await message.Session.ReleaseAsync(message, cancellationToken);
    }

    private async Task RunAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var logged = Error;
            try
            {
                await using var session = await OpenAsync(_closing.Token);
                _session = session;
                Error = null;
                var opened = time.GetTimestamp();
                Log.Connected(logger, Name);
                if (_stopped.IsCancellationRequested)
                {
                    // The queue was stopped while this session was opened.
                    await session.CancelConsumerAsync(_closing.Token);
                }

                logged = Error = await session.Closed.WaitAsync(_closing.Token);
                _delay.Ended(session.HasAcknowledged, time.GetElapsedTime(opened));
                Log.Lost(logger, Name, Error);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (RabbitMqErrors.IsExpected(error))
            {
                Error = RabbitMqErrors.Describe(error);
                if (Error != logged)
                {
                    Log.Unreachable(logger, Name, Error);
                }
            }
#pragma warning disable CA1031 // The next attempt may succeed; without one, the queue would stay unread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Error = "Tagalong failed; see its log.";
                Log.Failed(logger, error, Name);
            }

            _session = null;
            while (_received.Reader.TryRead(out _))
            {
                // The session that received it has ended, so the broker delivers it again.
            }

            await Task.Delay(_delay.Next(), time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RabbitMqSession> OpenAsync(CancellationToken cancellationToken)
    {
        var session = await connector.OpenAsync($"consume {Name}", connection => declarations.EnsureAllAsync(connection, Name, cancellationToken), cancellationToken);
        try
        {
            if (!_stopped.IsCancellationRequested)
            {
                await session.ConsumeAsync(Name, prefetch, Receive, cancellationToken);
            }

            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    private void Receive(RabbitMqMessage message)
    {
        // After the stop the message stays unsettled until the connection closes: released now, it would return again and again.
        if (!_stopped.IsCancellationRequested)
        {
            _received.Writer.TryWrite(message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3050, LogLevel.Information, "Receiving events from the queue {Queue}.")]
        public static partial void Connected(ILogger logger, string queue);

        [LoggerMessage(3051, LogLevel.Warning, "Lost the connection to the queue {Queue}; reconnecting. The broker delivers unsettled messages again: {Error}")]
        public static partial void Lost(ILogger logger, string queue, string error);

        [LoggerMessage(3052, LogLevel.Warning, "Connecting to the queue {Queue} failed and is retried: {Error}")]
        public static partial void Unreachable(ILogger logger, string queue, string error);

        [LoggerMessage(3053, LogLevel.Warning, "Could not publish a message of {Queue} to retry queue {RetryQueue}; holding it in memory until the delay ends: {Error}")]
        public static partial void Held(ILogger logger, string queue, string retryQueue, string error);

        [LoggerMessage(3054, LogLevel.Error, "Could not publish a message of {Queue} to the dead-letter exchange {Exchange}: {Error}")]
        public static partial void NotDeadLettered(ILogger logger, string queue, string exchange, string error);

        [LoggerMessage(3055, LogLevel.Error, "Consuming the queue {Queue} failed for an unforeseen reason and is retried.")]
        public static partial void Failed(ILogger logger, Exception error, string queue);
    }
}
