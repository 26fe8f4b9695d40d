namespace Tagalong.Server.AzureStorage;

/// <summary>The answer of a storage queue.</summary>
/// <param name="Status">What came of the call.</param>
/// <param name="Fault">Why it was not done, for people and without any part of a message; null if it was.</param>
/// <param name="PopReceipt">By what the message is held from now on, where it was held on to.</param>
/// <param name="RetryAfter">How long the queue asks to wait, or null if it does not.</param>
public readonly record struct StorageQueueResult(StorageQueueStatus Status, string? Fault = null, string? PopReceipt = null, TimeSpan? RetryAfter = null);
