namespace Tagalong.Server.RabbitMq;

/// <summary>Who makes the queues and exchanges at a RabbitMQ broker.</summary>
public enum RabbitMqTopology
{
    /// <summary>Whoever needs one that is missing makes it; the user has to have the right to configure.</summary>
    Declare,

    /// <summary>Somebody else; it is only made sure that they are there.</summary>
    Check,
}
