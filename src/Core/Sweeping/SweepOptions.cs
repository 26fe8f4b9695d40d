using Tagalong.Core.Settings;

namespace Tagalong.Core.Sweeping;

/// <summary>How sweeps go about it. Section <c>Tagalong:Sweep</c>.</summary>
public sealed class SweepOptions
{
    /// <summary>How many clusters are swept at once.</summary>
    /// <value>Default: 8. From 1 to 1 000.</value>
    [SettingRange("Tagalong:Sweep:Clusters", 1, 1000)]
    public int Clusters { get; set; } = 8;

    /// <summary>
    /// How long a sweep bears with a cluster that does nothing but fail, and with an object that does, before it goes on
    /// without it. To wait for a turn to write is no failure and takes as long as it takes.
    /// </summary>
    /// <value>Default: one minute. Up to one hour.</value>
    [SettingRange("Tagalong:Sweep:Patience", 0, 3600)]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a sweep that an event asks for may take; then its sender is asked to send it again, and the next one goes on.</summary>
    /// <value>Default: 4 minutes, inside the 5 that Knative Serving gives a request. From one second to one hour.</value>
    [SettingRange("Tagalong:Sweep:EventTimeout", 1, 3600)]
    public TimeSpan EventTimeout { get; set; } = TimeSpan.FromMinutes(4);
}
