using Microsoft.Extensions.Options;
using Tagalong.Core.Azure;
using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>The queues of an Azure Storage account, with the credential that the process uses for all of Azure.</summary>
internal sealed class AzureStorageBroker(
    AzureAccess azure,
    IOptions<AzureStorageOptions> options,
    IConfiguration configuration,
    TimeProvider time,
    Random random,
    ILogger<StorageMessageQueue> logger) : IQueueBroker
{
    /// <summary>The suffix of the queue of dead letters; Azure Functions has the same.</summary>
    public const string PoisonSuffix = "-poison";

    /// <summary>Adds the broker and its options.</summary>
    public static void Register(IServiceCollection services, IConfigurationSection section)
    {
        var validation = new AzureStorageValidation();
        services.AddValidatedOptions(section, static section => section.Get<AzureStorageOptions>(), validation);
        services.AddCheck<ConsumeOptions>(validation);
        services.AddCheck<WatchOptions>(validation);
        services.AddSingleton<IQueueBroker, AzureStorageBroker>();
    }

    /// <exception cref="FormatException">A setting of the credential is missing; the message names it.</exception>
    /// <exception cref="IOException">A file of the credential cannot be read.</exception>
    public IMessageQueue Open(string queue) =>
        new StorageMessageQueue(Find(queue), Find(queue + PoisonSuffix), options.Value, time, random, logger);

    /// <inheritdoc cref="Open" path="/exception"/>
    public IEventSink OpenSink(string queue) => new StorageEventSink(Find(queue), CloudEventOverrides.Read(configuration).Extensions);

    private StorageQueue Find(string queue) => new(new Uri($"{options.Value.Account.TrimEnd('/')}/{queue}"), azure);
}
