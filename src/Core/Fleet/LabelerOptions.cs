using Tagalong.Core.Settings;

namespace Tagalong.Core.Fleet;

/// <summary>How events are handled. Section <c>Tagalong:Labeler</c>.</summary>
public sealed class LabelerOptions
{
    /// <summary>How long one event may take, including waits; then its sender is asked to retry.</summary>
    /// <value>Default: 15 seconds. From one second to ten minutes.</value>
    [SettingRange(1, 600)]
    public TimeSpan EventTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How far back labels of a Rollout, or of another source, count as just written to a process that sees the source for the first time, and how long an
    /// event that shows an older version than this process saw last counts as late. It must be longer than senders retry an event.
    /// </summary>
    /// <value>Default: 10 minutes. From one second to one day.</value>
    [SettingRange(1, 86_400)]
    public TimeSpan RelabelHorizon { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// How many children of relabeled objects are handled at once in one cluster; never more than half of the cluster's
    /// concurrent calls.
    /// </summary>
    /// <value>Default: 4. From 1 to 100.</value>
    [SettingRange(1, 100)]
    public int ChildConcurrency { get; set; } = 4;

    /// <summary>The most objects per cluster whose last state is kept.</summary>
    /// <value>Default: 20 000, a few MB. From 2 to 10 000 000.</value>
    [SettingRange(2, 10_000_000)]
    public int RememberedObjects { get; set; } = 20_000;
}
