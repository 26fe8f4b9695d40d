using Microsoft.Extensions.Options;
using Tagalong.Core.Watching;
using Tagalong.Hosting.CloudEvents;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>The queues of an Azure Storage account.</summary>
internal sealed class AzureStorageBroker(
    StorageQueues queues,
    IOptions<AzureStorageOptions> options,
    IConfiguration configuration,
    TimeProvider time,
    Random random,
    ILogger<StorageMessageQueue> logger) : IQueueBroker
{
    /// <summary>The dead letters of a queue are where Azure Functions has them, too.</summary>
    public const string PoisonSuffix = "-poison";

    /// <exception cref="FormatException">A setting of the credential is missing; the message names it.</exception>
    /// <exception cref="IOException">A file of the credential cannot be read.</exception>
    public IMessageQueue Open(string queue) =>
        new StorageMessageQueue(Find(queue), Find(queue + PoisonSuffix), options.Value, time, random, logger);

    /// <inheritdoc cref="Open" path="/exception"/>
    public IEventSink OpenSink(string queue) => new StorageEventSink(Find(queue), CloudEventOverrides.Read(configuration).Extensions);

    private StorageQueue Find(string queue) => queues.Queue(new Uri($"{options.Value.Account.TrimEnd('/')}/{queue}"));
}
