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

    /// <summary>What is wrong with an address of a queue, or null.</summary>
    /// <param name="address">The address.</param>
    /// <param name="setting">The setting where it stands.</param>
    public static string? FaultIn(Uri address, string setting)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address is { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } && address.Scheme == Uri.UriSchemeHttps
            && address.AbsolutePath.Trim('/') is { Length: > 0 } path && path.Split('/').Length == (address.HostNameType == UriHostNameType.Dns ? 1 : 2)
                ? null
                : $"{setting} has to be https://ACCOUNT.queue.core.windows.net/QUEUE, without a key or a signature in it: the identity of Tagalong:Azure is what lets in.";
    }
}
