namespace Tagalong.Server.RabbitMq;

/// <summary>A queue or an exchange is missing at the broker, and may not be created.</summary>
internal sealed class RabbitMqTopologyException(string message) : Exception(message);
