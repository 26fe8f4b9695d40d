using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Tagalong.Core.Watching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>Sends each change to a queue, in the binary mode of CloudEvents over AMQP; one is accepted when the broker has it stored.</summary>
internal sealed partial class RabbitMqEventSink(
    string queue,
    IReadOnlyDictionary<string, string> overrides,
    RabbitMqConnector connector,
    RabbitMqDeclarations declarations,
    IOptions<RabbitMqOptions> options,
    TimeProvider time,
    Random random,
    ILogger<RabbitMqEventSink> logger) : IEventSink, IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1, 1);
    private readonly ReconnectDelay _delay = new(options.Value.LongestReconnectDelay, random);
    private (IConnection Connection, IChannel Channel)? _open;
    private volatile Outage? _outage;

    public async ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        try
        {
            var (channel, failure) = await ConnectAsync(cancellationToken);
            return channel is null ? failure : await PublishAsync(channel, told, cancellationToken);
        }
        catch (Exception fault) when (RabbitMqFaults.IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return new SinkResult(SinkStatus.Retry, RabbitMqFaults.Text(fault));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _connecting.Dispose();
    }

    private async ValueTask<SinkResult> PublishAsync(IChannel channel, RelayedEvent told, CancellationToken cancellationToken)
    {
        try
        {
            await RabbitMqPublishing.PublishAsync(channel, "", queue, PropertiesOf(told), told.Body, options.Value.Timeout, time, cancellationToken);
            _delay.Reset();
            return new SinkResult(SinkStatus.Accepted);
        }
        catch (Exception fault) when (fault is OperationInterruptedException or PublishReturnException && !cancellationToken.IsCancellationRequested)
        {
            return IsTooLarge(told, fault) ? new SinkResult(SinkStatus.Rejected, RabbitMqFaults.Text(fault)) : await PutOffAsync(channel, fault, cancellationToken);
        }
    }

    /// <summary>
    /// A channel to send on. Many wait for one connection, and while the broker is away nobody tries it before its time.
    /// </summary>
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
                return (null, new SinkResult(SinkStatus.Retry, outage.Fault, left));
            }

            await CloseAsync();
            var channel = await OpenAsync(cancellationToken);
            _outage = null;
            Log.Connected(logger, queue);
            return (channel, default);
        }
        catch (Exception fault) when (RabbitMqFaults.IsExpected(fault) && !cancellationToken.IsCancellationRequested)
        {
            return (null, PutOff(fault));
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>The broker ended what there was, knows no queue, or let nothing begin. After a while all is begun anew, the queue included.</summary>
    private SinkResult PutOff(Exception fault)
    {
        var wait = _delay.Next();
        _outage = new Outage(RabbitMqFaults.Text(fault), time.GetUtcNow() + wait);
        return new SinkResult(SinkStatus.Retry, _outage.Fault, wait);
    }

    /// <summary>
    /// The same, when sending failed. All that was under way on a channel fails with it, the last of it perhaps when there is
    /// another channel: it is one failure, and none of the other.
    /// </summary>
    private async ValueTask<SinkResult> PutOffAsync(IChannel channel, Exception fault, CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            return _outage is null && ReferenceEquals(_open?.Channel, channel) ? PutOff(fault) : new SinkResult(SinkStatus.Retry, RabbitMqFaults.Text(fault));
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

    private BasicProperties PropertiesOf(RelayedEvent told)
    {
        var headers = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in told.AttributesWith(overrides))
        {
            headers[RabbitMqHeaders.Prefix + name] = value;
        }

        return new BasicProperties { ContentType = "application/json", Persistent = true, Headers = headers };
    }

    /// <summary>
    /// Whether the broker will never take a message of this size. It ends the channel over one, and with it what others have
    /// under way there, so that it has to be made sure whose fault it was: the last number that it names is the limit.
    /// </summary>
    private static bool IsTooLarge(RelayedEvent told, Exception fault) =>
        RabbitMqFaults.CodeOf(fault) is RabbitMqFaults.PreconditionFailed or RabbitMqFaults.ContentTooLarge
        && RabbitMqFaults.LastNumberOf(fault) is { } limit && told.Body.Length > limit;

    private sealed record Outage(string Fault, DateTimeOffset Until);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Events are sent to the queue {Queue}.")]
        public static partial void Connected(ILogger logger, string queue);
    }
}
