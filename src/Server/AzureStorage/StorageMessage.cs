using Tagalong.Server.Queues;

namespace Tagalong.Server.AzureStorage;

/// <summary>A message out of a queue of Azure Storage.</summary>
internal sealed record StorageMessage : QueueMessage
{
    /// <summary>The hold on it.</summary>
    public required MessageLease Held { get; init; }

    /// <summary>Its text, as it stands in the queue.</summary>
    public required string Text { get; init; }
}
