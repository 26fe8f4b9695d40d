using Tagalong.Core.Settings;

namespace Tagalong.Server.AzureStorage;

/// <summary>The queues of an Azure Storage account. Section <c>Tagalong:Queue:AzureStorage</c>; the identity of <c>Tagalong:Azure</c> authenticates.</summary>
internal sealed class AzureStorageOptions
{
    /// <summary>The address of the account's queues.</summary>
    /// <value><c>https://ACCOUNT.queue.core.windows.net</c>. Default: empty; it is required.</value>
    public string Account { get; set; } = "";

    /// <summary>
    /// How long a message stays hidden from other consumers after the last renewal: the messages of a consumer that died are
    /// delivered again after that. While a consumer works on a message, it renews the lease every third of this time.
    /// </summary>
    /// <value>Whole seconds. Default: one minute. From 3 seconds to one hour.</value>
    [SettingRange(3, 3600)]
    public TimeSpan VisibilityTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The wait before an empty queue is polled again; it doubles each time.</summary>
    /// <value>Default: 100 ms. From 10 ms to one minute.</value>
    [SettingRange(0.01, 60)]
    public TimeSpan PollDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest such wait, and so the longest that an event waits to be received.</summary>
    /// <value>Default: 2 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestPollDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a failed call is tried again; the first is a hundredth of it, and it doubles with each failure.</summary>
    /// <value>Default: 30 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);
}
