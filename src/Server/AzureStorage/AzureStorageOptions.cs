using Tagalong.Core.Settings;

namespace Tagalong.Server.AzureStorage;

/// <summary>The queues of an Azure Storage account. Section <c>Tagalong:Queue:AzureStorage</c>; what lets in is the identity of <c>Tagalong:Azure</c>.</summary>
public sealed class AzureStorageOptions
{
    /// <summary>The address of the account's queues.</summary>
    /// <value><c>https://ACCOUNT.queue.core.windows.net</c>. Default: empty; it is needed.</value>
    public string Account { get; set; } = "";

    /// <summary>
    /// How long a message stays hidden from others after its consumer was last heard of: what a consumer that died had taken
    /// comes again after that. While it is worked on, a message is hidden anew every third of it.
    /// </summary>
    /// <value>Whole seconds. Default: one minute. From 3 seconds to one hour.</value>
    [SettingRange(3, 3600)]
    public TimeSpan VisibilityTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a queue that was found empty is left alone before it is asked again; twice as long each time.</summary>
    /// <value>Default: 100 ms. From 10 ms to one minute.</value>
    [SettingRange(0.01, 60)]
    public TimeSpan PollDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest that it is left alone, and so the longest that an event waits to be seen.</summary>
    /// <value>Default: 2 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestPollDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest wait before a queue that could not be reached is tried again; the first is a hundredth of it, and it doubles with each failure.</summary>
    /// <value>Default: 30 seconds. From 10 ms to ten minutes.</value>
    [SettingRange(0.01, 600)]
    public TimeSpan LongestReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);
}
