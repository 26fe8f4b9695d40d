using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tagalong.Core.Watching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>Publishes each change to a queue, in the binary mode of CloudEvents over AMQP. An event is accepted when the broker has stored it.</summary>
internal sealed partial class RabbitMqEventSink(
    string queue,
    IReadOnlyDictionary<string, string> overrides,
    RabbitMqConnector connector,
    RabbitMqDeclarations declarations,
    RabbitMqOptions options,
    TimeProvider time,
    Random random,
    ILogger<RabbitMqEventSink> logger) : IEventSink, IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ReconnectDelay _delay = new(options.LongestReconnectDelay, random);
    private (IConnection Connection, IChannel Channel)? _open;
    private volatile Outage? _outage;

    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        try
        {
            var (channel, failure) = await ConnectAsync(cancellationToken);
            return channel is null ? failure : await PublishAsync(channel, cloudEvent, cancellationToken);
        }
        catch (Exception error) when (RabbitMqErrors.IsExpected(error) && !cancellationToken.IsCancellationRequested)
        {
            return new SinkResult(SinkStatus.Retry, RabbitMqErrors.Describe(error));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _connecting.Dispose();
    }

    private async ValueTask<SinkResult> PublishAsync(IChannel channel, RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        try
        {
            await RabbitMqPublishing.PublishAsync(channel, "", queue, PropertiesOf(cloudEvent), cloudEvent.Body, options.Timeout, time, cancellationToken);
            _delay.Reset();
            return new SinkResult(SinkStatus.Accepted);
        }
        catch (Exception error) when (error is OperationInterruptedException or PublishReturnException && !cancellationToken.IsCancellationRequested)
        {
            return IsTooLarge(cloudEvent, error) ? new SinkResult(SinkStatus.Rejected, RabbitMqErrors.Describe(error)) : await BackOffAsync(channel, error, cancellationToken);
        }
    }

    /// <summary>The channel to publish on. Concurrent callers share one connection attempt, and during an outage none connects before its end.</summary>
    private async ValueTask<(IChannel? Channel, SinkResult Failure)> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_open is { Channel: { IsOpen: true } open } && _outage is null)
            {
                return (open, default);
            }

            if (_outage is { } outage && outage.Until - time.GetUtcNow() is { Ticks: > 0 } left)
            {
                return (null, new SinkResult(SinkStatus.Retry, outage.Error, left));
            }

            await CloseAsync();
            var channel = await OpenAsync(cancellationToken);
            _outage = null;
            Log.Connected(logger, queue);
            return (channel, default);
        }
        catch (Exception error) when (RabbitMqErrors.IsExpected(error) && !cancellationToken.IsCancellationRequested)
        {
            return (null, BackOff(error));
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>Begins an outage: the broker closed the channel, has no queue, or rejected the connection. After it, the sink connects and declares the queue again.</summary>
    private SinkResult BackOff(Exception error)
    {
        var wait = _delay.Next();
        _outage = new Outage(RabbitMqErrors.Describe(error), time.GetUtcNow() + wait);
        return new SinkResult(SinkStatus.Retry, _outage.Error, wait);
    }

    /// <summary>
    /// The same after a failed publish. All unconfirmed messages of a channel fail with it, some perhaps when there is already
    /// another channel: that is one outage, of the first channel only.
    /// </summary>
    private async ValueTask<SinkResult> BackOffAsync(IChannel channel, Exception error, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            return _outage is null && ReferenceEquals(_open?.Channel, channel) ? BackOff(error) : new SinkResult(SinkStatus.Retry, RabbitMqErrors.Describe(error));
        }
        finally
        {
            _connecting.Release();
        }
    }

    private async ValueTask<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await connector.ConnectAsync($"watch {queue}", cancellationToken);
        try
        {
            await declarations.EnsureQueueAsync(connection, queue, cancellationToken);
            var channel = await RabbitMqPublishing.OpenChannelAsync(connection, cancellationToken);
            _open = (connection, channel);
            return channel;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async ValueTask CloseAsync()
    {
        if (_open is { } open)
        {
            _open = null;
            await open.Channel.DisposeAsync();
            await open.Connection.DisposeAsync();
        }
    }

    private BasicProperties PropertiesOf(RelayedEvent cloudEvent)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in cloudEvent.AttributesWith(overrides))
        {
            headers[RabbitMqHeaders.Prefix + name] = value;
        }

        return new BasicProperties { ContentType = "application/json", Persistent = true, Headers = headers };
    }

    /// <summary>
    /// Whether the event is larger than the broker's limit, the last number in its reply. The broker closes the channel over
    /// such a message, and all other unconfirmed messages fail with the same error, so the size decides which one caused it.
    /// </summary>
    private static bool IsTooLarge(RelayedEvent cloudEvent, Exception error) =>
        RabbitMqErrors.CodeOf(error) is RabbitMqErrors.PreconditionFailed or RabbitMqErrors.ContentTooLarge
        && RabbitMqErrors.LastNumberOf(error) is { } limit && cloudEvent.Body.Length > limit;

    private sealed record Outage(string Error, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(3060, LogLevel.Information, "Sending events to the queue {Queue}.")]
        public static partial void Connected(ILogger logger, string queue);
    }
}
