namespace Tagalong.Server.AzureStorage;

/// <summary>What came of one call to a storage queue.</summary>
public enum StorageQueueStatus
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>The message is somebody else's by now, or exists no more.</summary>
    NotHeld,

    /// <summary>There is no such queue.</summary>
    NoQueue,

    /// <summary>The message is larger than a queue takes.</summary>
    TooLarge,

    /// <summary>It was not done; it may be later, or when somebody has put right what the fault names.</summary>
    Failed,
}
