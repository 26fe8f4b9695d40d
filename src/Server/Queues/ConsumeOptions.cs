using Tagalong.Core.Settings;

namespace Tagalong.Server.Queues;

/// <summary>What is taken from queues, and what becomes of it. Section <c>Tagalong:Consume</c>.</summary>
public sealed class ConsumeOptions
{
    /// <summary>The names of the queues that events are taken from.</summary>
    /// <value>Default: none; at least one is needed.</value>
    public List<string> Queues { get; } = [];

    /// <summary>How many events of a queue are worked on at once, which is also how many messages are taken ahead of their settlement.</summary>
    /// <value>Default: 16. From 1 to 1 000.</value>
    [SettingRange(1, 1000)]
    public int Concurrency { get; set; } = 16;

    /// <summary>
    /// Whether the bodies are believed, because the broker lets nobody but authenticated publishers write to these queues.
    /// Otherwise an event only says what to look at, and each object is read before anything is decided.
    /// </summary>
    /// <value>Default: false.</value>
    public bool TrustPublishers { get; set; }

    /// <summary>The clusters whose events these queues may bring, by patterns of their names; <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: empty, all.</value>
    public List<string> Clusters { get; } = [];

    /// <summary>The largest message; a larger one is rejected.</summary>
    /// <value>In bytes. Default: 4 MiB. At least 1 KiB.</value>
    [SettingRange(1024, 256 * 1024 * 1024)]
    public int MaxMessageBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>How often an event is tried again before it goes to the dead letters.</summary>
    /// <value>Default: 20, more than an hour with the delays as they are. From 0 to 1 000.</value>
    [SettingRange(0, 1000)]
    public int MaxRetries { get; set; } = 20;

    /// <summary>How long an event waits before it is tried again; four times as long after each retry.</summary>
    /// <value>Default: one second. From 100 ms to one hour.</value>
    [SettingRange(0.1, 3600)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest such wait.</summary>
    /// <value>Default: 5 minutes. From 100 ms to one day.</value>
    [SettingRange(0.1, 86_400)]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stopping process goes on with the events that it has taken; what is unfinished then goes back to its queue.</summary>
    /// <value>Default: 20 seconds, inside Kubernetes' grace period of 30. Up to one hour.</value>
    [SettingRange(0, 3600)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
