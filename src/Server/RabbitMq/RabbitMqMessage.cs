using RabbitMQ.Client;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>A message of a RabbitMQ queue.</summary>
/// <param name="Session">The session that it was taken in, the only one in which it can be settled.</param>
/// <param name="Tag">Its delivery tag there.</param>
/// <param name="Properties">Its properties as they came.</param>
/// <param name="Retries">How often it was sent back to be tried again.</param>
internal sealed record RabbitMqMessage(RabbitMqSession Session, ulong Tag, BasicProperties Properties, int Retries) : QueueMessage;
