namespace Tagalong.Server.AzureStorage;

/// <summary>A message that was received from a storage queue and is hidden from others for a while.</summary>
/// <param name="Id">Its id.</param>
/// <param name="PopReceipt">By what it is held; each renewal changes it.</param>
/// <param name="Text">Its text, as it was put there.</param>
/// <param name="DequeueCount">How often it was received, this time included.</param>
public sealed record StorageQueueMessage(string Id, string PopReceipt, string Text, long DequeueCount)
{
    /// <summary>Without the text.</summary>
    public override string ToString() => $"message {Id}";
}
