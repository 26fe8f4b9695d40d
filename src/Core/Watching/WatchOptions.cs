using Tagalong.Core.Settings;

namespace Tagalong.Core.Watching;

/// <summary>What is watched, and where its changes go. Section <c>Tagalong:Watch</c>.</summary>
public sealed class WatchOptions
{
    /// <summary>The cluster that is watched.</summary>
    /// <value>Default: empty, the only one.</value>
    public string Cluster { get; set; } = "";

    /// <summary>Whether the labels are written by this process itself, so that no events are sent.</summary>
    /// <value>Default: false.</value>
    public bool Apply { get; set; }

    /// <summary>Where the changes are posted to as CloudEvents.</summary>
    /// <value>An <c>http</c> or <c>https</c> address. Default: what a Knative SinkBinding has put into <c>K_SINK</c>.</value>
    public string Sink { get; set; } = "";

    /// <summary>The queue that the changes are sent to as CloudEvents, at the broker of <c>Tagalong:Queue</c>.</summary>
    /// <value>Default: empty, none.</value>
    public string Queue { get; set; } = "";

    /// <summary>A file with the API key that the sink wants in the header <c>X-Api-Key</c>; it is read anew for each event.</summary>
    /// <value>Default: empty, none.</value>
    public string SinkKeyFile { get; set; } = "";

    /// <summary>A file with the token that the sink wants as <c>Authorization: Bearer</c>, such as a projected one; it is read anew for each event.</summary>
    /// <value>Default: empty, none.</value>
    public string SinkTokenFile { get; set; } = "";

    /// <summary>The scope of the token of Microsoft Entra ID that the sink wants as <c>Authorization: Bearer</c>, by the credential of <c>Tagalong:Azure</c>.</summary>
    /// <value>Such as <c>https://eventgrid.azure.net/.default</c>. Default: empty, none.</value>
    public string SinkTokenScope { get; set; } = "";

    /// <summary>How the events are written.</summary>
    /// <value>Default: <see cref="SinkMode.Binary"/>.</value>
    public SinkMode SinkMode { get; set; } = SinkMode.Binary;

    /// <summary>A file to which events are written, one a line, that the sink refused for good.</summary>
    /// <value>Default: empty, they are logged by name only.</value>
    public string DeadLetterFile { get; set; } = "";

    /// <summary>How large that file gets before it is put aside as <c>FILE.1</c>, over the one that was put aside before.</summary>
    /// <value>In bytes. Default: 64 MiB. At least 64 KiB.</value>
    [SettingRange("Tagalong:Watch:DeadLetterBytes", 64 * 1024, int.MaxValue)]
    public int DeadLetterBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The most objects of a kind whose change waits to be sent. While it is full, the watch is not read on.</summary>
    /// <value>Default: 500. From 1 to 1 000 000.</value>
    [SettingRange("Tagalong:Watch:Capacity", 1, 1_000_000)]
    public int Capacity { get; set; } = 500;

    /// <summary>How many changes of a kind are sent at once, each of another object.</summary>
    /// <value>Default: 4. From 1 to 100.</value>
    [SettingRange("Tagalong:Watch:Concurrency", 1, 100)]
    public int Concurrency { get; set; } = 4;

    /// <summary>How long one attempt to send may take.</summary>
    /// <value>Default: 30 seconds, longer than the function works on an event. From 100 ms to ten minutes.</value>
    [SettingRange("Tagalong:Watch:SendTimeout", 0.1, 600)]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait before what could not be sent, or a watch that could not be begun, is tried again; it doubles with each failure and is jittered.</summary>
    /// <value>Default: 500 ms. From 1 ms to one minute.</value>
    [SettingRange("Tagalong:Watch:RetryDelay", 0.001, 60)]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest such wait. It is gone on for as long as it takes.</summary>
    /// <value>Default: 30 seconds. From 1 ms to one hour.</value>
    [SettingRange("Tagalong:Watch:LongestRetryDelay", 0.001, 3600)]
    public TimeSpan LongestRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one watch lasts before it is begun anew from where it was, up to twice as long.</summary>
    /// <value>Default: 5 minutes. From one second to one hour.</value>
    [SettingRange("Tagalong:Watch:Lifetime", 1, 3600)]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a stopping process goes on sending what waits.</summary>
    /// <value>Default: 20 seconds, inside Kubernetes' grace period of 30. Up to one hour.</value>
    [SettingRange("Tagalong:Watch:DrainTimeout", 0, 3600)]
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
