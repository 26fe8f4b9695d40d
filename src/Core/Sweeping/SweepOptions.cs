using Tagalong.Core.Settings;

namespace Tagalong.Core.Sweeping;

/// <summary>How sweeps work. Section <c>Tagalong:Sweep</c>.</summary>
public sealed class SweepOptions
{
    /// <summary>How many clusters are swept at once.</summary>
    /// <value>Default: 8. From 1 to 1 000.</value>
    [SettingRange(1, 1000)]
    public int Clusters { get; set; } = 8;

    /// <summary>
    /// How long a sweep retries a cluster, or one object, that only fails, before it skips the rest of the cluster, or the
    /// object. Waiting for a turn to write is not a failure and has no limit.
    /// </summary>
    /// <value>Default: one minute. Up to one hour.</value>
    [SettingRange(0, 3600)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a sweep that an event requests may take. Then the sender has to send the event again, and that sweep continues.</summary>
    /// <value>Default: 4 minutes, inside the 5 that Knative Serving gives a request. From one second to one hour.</value>
    [SettingRange(1, 3600)]
    public TimeSpan EventTimeout { get; set; } = TimeSpan.FromMinutes(4);
}
