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
    private RabbitMqSession? _session;
    private string? _error;
    private DateTimeOffset _retryAt;

    public async ValueTask<SinkResult> SendAsync(RelayedEvent cloudEvent, CancellationToken cancellationToken)
    {
        var (session, failure) = await ConnectAsync(cancellationToken);
        if (session is null)
        {
            return failure;
        }

        var error = await session.PublishAsync("", queue, PropertiesOf(cloudEvent), cloudEvent.Body, cancellationToken);
        if (error is null)
        {
            _delay.Reset();
            return new SinkResult(SinkStatus.Accepted);
        }

        if (error is PublishReturnException)
        {
            // The next session declares the queue again.
            session.End(RabbitMqErrors.Describe(error));
        }

        return new SinkResult(IsTooLarge(cloudEvent, error) ? SinkStatus.Rejected : SinkStatus.Retry, RabbitMqErrors.Describe(error));
    }

    public async ValueTask DisposeAsync()
    {
        await (_session?.DisposeAsync() ?? ValueTask.CompletedTask);
        _connecting.Dispose();
    }

    /// <summary>The session to publish in. Concurrent callers share one attempt to open it, and after a failure none tries again before the delay ends.</summary>
    private async ValueTask<(RabbitMqSession? Session, SinkResult Failure)> ConnectAsync(CancellationToken cancellationToken)
    {
        await _connecting.WaitAsync(cancellationToken);
        try
        {
            if (_session is { IsOpen: true })
            {
                return (_session, default);
            }

            if (_session is { } ended)
            {
                _session = null;
                BackOff(await ended.Closed);
                await ended.DisposeAsync();
            }

            if (_retryAt - time.GetUtcNow() is { Ticks: > 0 } left)
            {
                return (null, new SinkResult(SinkStatus.Retry, _error, left));
            }

            _session = await connector.OpenAsync($"watch {queue}", connection => declarations.EnsureQueueAsync(connection, queue, cancellationToken), cancellationToken);
            Log.Connected(logger, queue);
            return (_session, default);
        }
        catch (Exception error) when (RabbitMqErrors.IsExpected(error) && !cancellationToken.IsCancellationRequested)
        {
            return (null, new SinkResult(SinkStatus.Retry, RabbitMqErrors.Describe(error), BackOff(RabbitMqErrors.Describe(error))));
        }
        finally
        {
            _connecting.Release();
        }
    }

    private TimeSpan BackOff(string error)
    {
        var wait = _delay.Next();
        (_error, _retryAt) = (error, time.GetUtcNow() + wait);
        return wait;
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

    private static partial class Log
    {
        [LoggerMessage(3060, LogLevel.Information, "Sending events to the queue {Queue}.")]
        public static partial void Connected(ILogger logger, string queue);
    }
}
