using RabbitMQ.Client;

namespace Tagalong.Server.RabbitMq;

/// <summary>Publishes with confirmation: the broker confirms that a message is in a queue, and returns one that no queue receives.</summary>
internal static class RabbitMqPublishing
{
    /// <summary>Opens a channel to publish on. The caller bounds how many messages are unconfirmed at once.</summary>
    public static Task<IChannel> OpenChannelAsync(IConnection connection, CancellationToken cancellationToken) => connection.CreateChannelAsync(
        new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
        cancellationToken);

    /// <summary>Publishes a message and waits until the broker has it in a queue.</summary>
    /// <exception cref="OperationCanceledException">It took too long, or the token was cancelled.</exception>
    /// <exception cref="Exception">It is not in a queue; see <see cref="RabbitMqErrors"/>.</exception>
    public static async Task PublishAsync(
        IChannel channel, string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, both.Token);
    }
}
