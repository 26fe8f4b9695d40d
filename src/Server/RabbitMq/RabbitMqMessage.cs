using RabbitMQ.Client;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>A message of a RabbitMQ queue.</summary>
/// <param name="session">The session that received it, the only one that can settle it.</param>
/// <param name="deliveryTag">Its delivery tag there.</param>
/// <param name="properties">Its properties as received.</param>
internal sealed class RabbitMqMessage(RabbitMqSession session, ulong deliveryTag, BasicProperties properties) : QueueMessage
{
    public RabbitMqSession Session => session;

    public ulong DeliveryTag => deliveryTag;

    public BasicProperties Properties => properties;
}
