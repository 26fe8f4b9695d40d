namespace Tagalong.Server.RabbitMq;

/// <summary>Something that has to be at the broker is not there, and is not to be made.</summary>
internal sealed class RabbitMqTopologyException(string message) : Exception(message);
