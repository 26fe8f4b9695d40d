namespace Tagalong.Server.RabbitMq;

/// <summary>What happens if a queue or an exchange is missing at a RabbitMQ broker.</summary>
internal enum RabbitMqTopology
{
    /// <summary>It is created; the user needs the right to configure.</summary>
    Declare,

    /// <summary>It is an error.</summary>
    Check,
}
