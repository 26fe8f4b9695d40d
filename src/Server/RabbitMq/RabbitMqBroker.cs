using Microsoft.Extensions.Options;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Server.Queues;

namespace Tagalong.Server.RabbitMq;

/// <summary>A RabbitMQ broker.</summary>
internal sealed class RabbitMqBroker(
    IConfiguration configuration,
    IOptions<RabbitMqOptions> options,
    IOptions<ConsumeOptions> consume,
    RetrySchedule schedule,
    TimeProvider time,
    Random random,
    ILoggerFactory loggers) : IQueueBroker
{
    private readonly RabbitMqConnector _connector = new(options, time);
    private readonly RabbitMqDeclarations _declarations = new(options, schedule);

    /// <summary>Adds the broker and its options.</summary>
    public static void Register(IServiceCollection services, IConfigurationSection section)
    {
        services.AddValidatedOptions(section, static section => section.Get<RabbitMqOptions>(), new RabbitMqValidation());
        services.AddSingleton<IQueueBroker, RabbitMqBroker>();
    }

    public IMessageQueue Open(string queue) => new RabbitMqQueue(
        queue, _connector, _declarations, options.Value, consume.Value.Concurrency, time, random, loggers.CreateLogger<RabbitMqQueue>());

    public IEventSink OpenSink(string queue) => new RabbitMqEventSink(
        queue, CloudEventOverrides.Read(configuration).Extensions, _connector, _declarations, options.Value, time, random, loggers.CreateLogger<RabbitMqEventSink>());
}
