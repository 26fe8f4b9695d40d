using Tagalong.Core.Settings;

namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>Where outcome events go. Section <c>Tagalong:OutcomeEvents</c>. By default nowhere.</summary>
public sealed class OutcomeEventOptions
{
    /// <summary>
    /// Whether the response to an event carries its outcome event, as Knative's brokers and channels accept it. Only for
    /// successful outcomes, and not for batches.
    /// </summary>
    /// <value>Default: false.</value>
    public bool Reply { get; set; }

    /// <summary>Where outcome events are posted.</summary>
    /// <value>An <c>http</c> or <c>https</c> address. Default: empty, nowhere.</value>
    public string Sink { get; set; } = "";

    /// <summary>Whether the sink is the one that a Knative SinkBinding has put into <c>K_SINK</c>.</summary>
    /// <value>Default: false.</value>
    public bool UseKSink { get; set; }

    /// <summary>The most events that wait to be sent; when it is full, new events are dropped and counted.</summary>
    /// <value>Default: 1 000, about 1 MB. From 1 to 1 000 000.</value>
    [SettingRange(1, 1_000_000)]
    public int QueueSize { get; set; } = 1000;

    /// <summary>How many events are sent at once.</summary>
    /// <value>Default: 4. From 1 to 100.</value>
    [SettingRange(1, 100)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long one attempt may take.</summary>
    /// <value>Default: 5 seconds. From 100 ms to five minutes.</value>
    [SettingRange(0.1, 300)]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often an event that the sink did not accept is sent again.</summary>
    /// <value>Default: 5. From 1 to 20.</value>
    [SettingRange(1, 20)]
    public int MaxRetries { get; set; } = 5;

    /// <summary>The delay before the first retry; it doubles with each retry, up to 30 seconds, with jitter.</summary>
    /// <value>Default: 500 ms. From 1 ms to 30 seconds.</value>
    [SettingRange(0.001, 30)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);
}
