namespace Tagalong.Core.Azure;

/// <summary>The door to queues of Azure Storage, by the same credential as all of Azure.</summary>
public sealed class StorageQueues
{
    private readonly AzureAccess _azure;

    internal StorageQueues(AzureAccess azure) => _azure = azure;

    /// <summary>The queue at an address: <c>https://ACCOUNT.queue.core.windows.net/QUEUE</c>. Nothing is asked of it yet.</summary>
    /// <exception cref="FormatException">A setting of the credential is missing; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public StorageQueue Queue(Uri address) => _azure.Queue(address);
}
