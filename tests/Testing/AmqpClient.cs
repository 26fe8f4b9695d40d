using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Tagalong.Testing;

/// <summary>Another client of the broker: publishes, and reads and creates queues.</summary>
public sealed class AmqpClient : IAsyncDisposable
{
    private readonly IConnection _connection;
    private readonly IChannel _channel;

    private AmqpClient(IConnection connection, IChannel channel) => (_connection, _channel) = (connection, channel);

    /// <summary>For operations without a method here. It confirms published messages.</summary>
    public IChannel Channel => _channel;

    /// <summary>Connects to a broker.</summary>
    public static async Task<AmqpClient> ConnectAsync(RabbitMqServer server, string host = "/")
    {
        ArgumentNullException.ThrowIfNull(server);
        var factory = new ConnectionFactory { Uri = new Uri(server.Uri), UserName = RabbitMqServer.User, Password = RabbitMqServer.Password, VirtualHost = host };
        var connection = await factory.CreateConnectionAsync(TestContext.Current.CancellationToken);
        return new AmqpClient(connection, await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
            TestContext.Current.CancellationToken));
    }

    /// <summary>Publishes to a queue, and waits until the broker has the message.</summary>
    public async Task PublishAsync(string queue, ReadOnlyMemory<byte> body, BasicProperties properties) =>
        await _channel.BasicPublishAsync("", queue, mandatory: true, properties, body, TestContext.Current.CancellationToken);

    /// <summary>The number of messages in a queue; null if the queue does not exist.</summary>
    public async Task<uint?> CountAsync(string queue)
    {
        await using var channel = await _connection.CreateChannelAsync(cancellationToken: TestContext.Current.CancellationToken);
        try
        {
            return (await channel.QueueDeclarePassiveAsync(queue, TestContext.Current.CancellationToken)).MessageCount;
        }
        catch (OperationInterruptedException missing) when (missing.ShutdownReason?.ReplyCode == 404)
        {
            return null;
        }
    }

    /// <summary>Waits until a queue exists.</summary>
    public async Task ThereIsAsync(string queue) => await Eventually.EqualAsync(true, async () => await CountAsync(queue) is not null);

    /// <summary>Receives a message from a queue; null if the queue is empty.</summary>
    public async Task<BasicGetResult?> TakeAsync(string queue) =>
        await _channel.BasicGetAsync(queue, autoAck: true, TestContext.Current.CancellationToken);

    /// <summary>Waits for a message in a queue and receives it.</summary>
    public Task<BasicGetResult> NextAsync(string queue) =>
        Eventually.NotNullAsync(async () => await CountAsync(queue) is > 0 ? await TakeAsync(queue) : null);

    /// <summary>The text of a header; null if the message does not have it.</summary>
    public static string? HeaderOf(BasicGetResult message, string name)
    {
        ArgumentNullException.ThrowIfNull(message);
        return message.BasicProperties.Headers?.TryGetValue(name, out var value) != true ? null
            : value is byte[] utf8 ? Encoding.UTF8.GetString(utf8)
            : value?.ToString();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _channel.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
