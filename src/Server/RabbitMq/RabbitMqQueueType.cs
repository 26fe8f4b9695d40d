namespace Tagalong.Server.RabbitMq;

/// <summary>The kind of queues that are made at a RabbitMQ broker.</summary>
public enum RabbitMqQueueType
{
    /// <summary>Replicated, and counting how often a message was given out.</summary>
    Quorum,

    /// <summary>On one node, durable.</summary>
    Classic,
}
