namespace Tagalong.FunctionsHost.Queues;

/// <summary>A message in a storage queue.</summary>
/// <param name="Id">The id, a GUID.</param>
/// <param name="Text">The text as it is stored, encoded or not.</param>
/// <param name="InsertedAt">When it was sent.</param>
public sealed record QueueMessage(string Id, string Text, DateTimeOffset InsertedAt)
{
    private static readonly TimeSpan TimeToLive = TimeSpan.FromDays(7);

    /// <summary>How often it was fetched.</summary>
    public int DequeueCount { get; init; }

    /// <summary>From when on it can be fetched.</summary>
    public DateTimeOffset VisibleAt { get; init; } = InsertedAt;

    /// <summary>A host has it in process and renews its time to be hidden.</summary>
    public bool IsInProcess { get; init; }

    /// <summary>Changes with each fetch.</summary>
    public string PopReceipt { get; init; } = "";

    public DateTimeOffset ExpiresAt => InsertedAt + TimeToLive;
}
