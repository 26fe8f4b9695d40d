using Microsoft.Extensions.Options;
using Tagalong.Core;
using Tagalong.Core.Watching;
using Tagalong.Functions.Consuming;

namespace Tagalong.Functions.Queues;

/// <summary>Sets up the queues of an Azure Storage account.</summary>
internal static class AzureStorageServices
{
    public static QueueKind Kind { get; } = new("AzureStorage", "Account", static (services, section) =>
    {
        services.AddOptions<AzureStorageOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<AzureStorageOptions>, AzureStorageOptionsValidator>();
        services.AddSingleton<IValidateOptions<AzureStorageOptions>, AzureStorageChecks>();
        services.AddSingleton<IValidateOptions<AzureStorageOptions>>(new KnownSettings<AzureStorageOptions>(section));
        services.AddSingleton<IValidateOptions<ConsumeOptions>, AzureStorageChecks>();
        services.AddSingleton<IValidateOptions<WatchOptions>, AzureStorageChecks>();
        services.AddSingleton<IQueueBroker, AzureStorageBroker>();
    });
}
