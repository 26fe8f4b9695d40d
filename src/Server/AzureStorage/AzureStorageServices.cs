using Tagalong.Core.Settings;
using Tagalong.Core.Watching;
using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>Sets up the queues of an Azure Storage account.</summary>
internal static class AzureStorageServices
{
    public static QueueKind Kind { get; } = new("AzureStorage", "Account", static (services, section) =>
    {
        var checks = new AzureStorageChecks();
        services.AddValidatedOptions(section, static section => section.Get<AzureStorageOptions>(), checks);
        services.AddCheck<ConsumeOptions>(checks);
        services.AddCheck<WatchOptions>(checks);
        services.AddSingleton<StorageQueues>();
        services.AddSingleton<IQueueBroker, AzureStorageBroker>();
    });
}
