using Microsoft.Extensions.Options;
using Tagalong.Core;

namespace Tagalong.Functions.Queues;

/// <summary>Sets up a RabbitMQ broker.</summary>
internal static class RabbitMqServices
{
    public static QueueKind Kind { get; } = new("RabbitMq", "Uri", static (services, section) =>
    {
        services.AddOptions<RabbitMqOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<RabbitMqOptions>, RabbitMqOptionsValidator>();
        services.AddSingleton<IValidateOptions<RabbitMqOptions>, RabbitMqChecks>();
        services.AddSingleton<IValidateOptions<RabbitMqOptions>>(new KnownSettings<RabbitMqOptions>(section));
        services.AddSingleton<IQueueBroker, RabbitMqBroker>();
    });
}
