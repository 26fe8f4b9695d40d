using RabbitMQ.Client;

namespace Tagalong.Server.RabbitMq;

/// <summary>Sending a message so that it is known to have arrived: the broker confirms it, and returns what finds no queue.</summary>
internal static class RabbitMqPublishing
{
    /// <summary>Opens a channel to send on. How much is under way at once is bounded by whoever sends.</summary>
    public static Task<IChannel> OpenChannelAsync(IConnection connection, CancellationToken cancellationToken) => connection.CreateChannelAsync(
        new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null),
        cancellationToken);

    /// <summary>Sends a message and waits until the broker has it in a queue.</summary>
    /// <exception cref="OperationCanceledException">It took too long, or the token was cancelled.</exception>
    /// <exception cref="Exception">It is not there; <see cref="RabbitMqFaults"/> knows what it may be.</exception>
    public static async Task PublishAsync(
        IChannel channel, string exchange, string routingKey, BasicProperties properties, ReadOnlyMemory<byte> body, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        await channel.BasicPublishAsync(exchange, routingKey, mandatory: true, properties, body, both.Token);
    }
}
