using Tagalong.Core;
using Tagalong.Core.Watching;
using Tagalong.Functions.Consuming;

namespace Tagalong.Functions.Queues;

/// <summary>Sets up the queues of an Azure Storage account.</summary>
internal static class AzureStorageServices
{
    public static QueueKind Kind { get; } = new("AzureStorage", "Account", static (services, section) =>
    {
        var checks = new AzureStorageChecks();
        services.AddSettings(
            section, static section => section.Get<AzureStorageOptions>(), new AzureStorageOptionsValidator(), checks, new KnownSettings<AzureStorageOptions>(section));
        services.AddCheck<ConsumeOptions>(checks);
        services.AddCheck<WatchOptions>(checks);
        services.AddSingleton<IQueueBroker, AzureStorageBroker>();
    });
}
