using Tagalong.Core.Settings;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>Sets up a RabbitMQ broker.</summary>
internal static class RabbitMqServices
{
    public static QueueKind Kind { get; } = new("RabbitMq", "Uri", static (services, section) =>
    {
        services.AddValidatedOptions(section, static section => section.Get<RabbitMqOptions>(), new RabbitMqChecks());
        services.AddSingleton<IQueueBroker, RabbitMqBroker>();
    });
}
