namespace Tagalong.Server.RabbitMq;

/// <summary>The type of a queue at a RabbitMQ broker.</summary>
internal enum RabbitMqQueueType
{
    /// <summary>Replicated; it counts how often a message was delivered.</summary>
    Quorum,

    /// <summary>On one node, durable.</summary>
    Classic,
}
