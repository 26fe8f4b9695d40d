using Tagalong.Hosting.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>How one call to a storage queue ended.</summary>
internal enum StorageQueueStatus
{
    Done,

    /// <summary>Another consumer has the message by now, or it was deleted.</summary>
    LeaseLost,

    QueueMissing,

    /// <summary>The message is larger than <see cref="MessageText.MaxBytes"/>.</summary>
    TooLarge,

    /// <summary>Nothing was done; a retry may succeed, perhaps after the cause that the error names is fixed.</summary>
    Failed,
}
