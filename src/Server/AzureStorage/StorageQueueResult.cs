namespace Tagalong.Server.AzureStorage;

/// <summary>The result of a call to a storage queue.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Error">Why it was not done, without any part of a message; null if it was.</param>
/// <param name="RetryAfter">The wait that the queue asks for, or null.</param>
internal readonly record struct StorageQueueResult(StorageQueueStatus Status, string? Error = null, TimeSpan? RetryAfter = null);
