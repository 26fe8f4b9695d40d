using Tagalong.Core.Azure;

namespace Tagalong.Server.AzureStorage;

/// <summary>Opens queues of Azure Storage, with the credential that the process uses for all of Azure.</summary>
internal sealed class StorageQueues(AzureAccess azure)
{
    /// <summary>The queue at an address: <c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>. Opens no connection yet.</summary>
    /// <exception cref="FormatException">A setting of the credential is missing; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StorageQueue Queue(Uri address) => new(address, azure.Credential, azure.Transport, azure.Options);
}
