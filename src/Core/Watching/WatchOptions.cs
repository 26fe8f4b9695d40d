using Tagalong.Core.Settings;

namespace Tagalong.Core.Watching;

/// <summary>What is watched, and where the changes go. Section <c>Tagalong:Watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>The cluster that is watched.</summary>
    /// <value>Default: empty, the only configured cluster.</value>
    public string Cluster { get; set; } = "";

    /// <summary>Whether this process writes the labels itself and sends no events.</summary>
    /// <value>Default: false.</value>
    public bool Apply { get; set; }

    /// <summary>The address to which the changes are posted as CloudEvents.</summary>
    /// <value>An <c>http</c> or <c>https</c> address. Default: the variable <c>K_SINK</c>, which a Knative SinkBinding sets.</value>
    public string Sink { get; set; } = "";

    /// <summary>The queue to which the changes are sent as CloudEvents, at the broker of <c>Tagalong:Queue</c>.</summary>
    /// <value>Default: empty, none.</value>
    public string Queue { get; set; } = "";

    /// <summary>A file with the API key for the header <c>X-Api-Key</c>; it is read for each event.</summary>
    /// <value>Default: empty, none.</value>
    public string SinkKeyFile { get; set; } = "";

    /// <summary>A file with the token for <c>Authorization: Bearer</c>, such as a projected one; it is read for each event.</summary>
    /// <value>Default: empty, none.</value>
    public string SinkTokenFile { get; set; } = "";

    /// <summary>The scope of the Microsoft Entra ID token for <c>Authorization: Bearer</c>, requested with the credential of <c>Tagalong:Azure</c>.</summary>
    /// <value>Such as <c>https://eventgrid.azure.net/.default</c>. Default: empty, none.</value>
    public string SinkTokenScope { get; set; } = "";

    /// <summary>How the events are written.</summary>
    /// <value>Default: <see cref="SinkMode.Binary"/>.</value>
    public SinkMode SinkMode { get; set; } = SinkMode.Binary;

    /// <summary>A file for the events that the sink rejected, one per line.</summary>
    /// <value>Default: empty, they are only logged by id.</value>
    public string DeadLetterFile { get; set; } = "";

    /// <summary>The size at which that file is renamed to <c>FILE.1</c>, which replaces an earlier <c>FILE.1</c>.</summary>
    /// <value>In bytes. Default: 64 MiB. At least 64 KiB.</value>
    [SettingRange(64 * 1024, int.MaxValue)]
    public int DeadLetterBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most objects of a kind with a pending event. At that limit the watch is not read further.</summary>
    /// <value>Default: 500. From 1 to 1 000 000.</value>
    [SettingRange(1, 1_000_000)]
    public int Capacity { get; set; } = 500;

    /// <summary>How many events of a kind are sent in parallel, each of another object.</summary>
    /// <value>Default: 4. From 1 to 100.</value>
    [SettingRange(1, 100)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long one attempt to send may take.</summary>
    /// <value>Default: 30 seconds, longer than <c>serve</c> works on an event. From 100 ms to ten minutes.</value>
    [SettingRange(0.1, 600)]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before an event is sent again, or a watch is started again; it doubles with each failure and has jitter.</summary>
    /// <value>Default: 500 ms. From 1 ms to one minute.</value>
    [SettingRange(0.001, 60)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest such wait; ten times as long for events that failed several times. Only an event that fails while others pass is given up.</summary>
    /// <value>Default: 30 seconds. From 1 ms to one hour.</value>
    [SettingRange(0.001, 3600)]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one watch lasts, up to twice this time, before the next one continues it.</summary>
    /// <value>Default: 5 minutes. From one second to one hour.</value>
    [SettingRange(1, 3600)]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stopping process continues to send pending events.</summary>
    /// <value>Default: 20 seconds, inside Kubernetes' grace period of 30. Up to one hour.</value>
    [SettingRange(0, 3600)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
