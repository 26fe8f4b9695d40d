using Tagalong.Core.Settings;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// What one cluster is burdened with at most, and when it is given up for a while: so a sick cluster takes nothing from the
/// others. Section <c>Tagalong:Limits</c>, for all clusters; <c>Tagalong:Clusters:NAME:Limits</c>, for one.
/// </summary>
public sealed class ClusterLimitOptions
{
    /// <summary>The most events that are worked on at once; the senders of more are asked to come back.</summary>
    /// <value>Default: 64. From 1 to 100 000.</value>
    [SettingRange("MaxEvents", 1, 100_000)]
    public int MaxEvents { get; set; } = 64;

    /// <summary>The most calls that the API server works on at once.</summary>
    /// <value>Default: 16. From 1 to 10 000.</value>
    [SettingRange("MaxCalls", 1, 10_000)]
    public int MaxCalls { get; set; } = 16;

    /// <summary>How many writes a second the API server gets, once <see cref="WriteBurst"/> is used up.</summary>
    /// <value>Default: 20. From 1 to 10 000.</value>
    [SettingRange("WritesPerSecond", 1, 10_000)]
    public int WritesPerSecond { get; set; } = 20;

    /// <summary>How many writes may come at once after a quiet time. As many again wait for their turn; the rest is put off.</summary>
    /// <value>Default: 40. From 1 to 100 000.</value>
    [SettingRange("WriteBurst", 1, 100_000)]
    public int WriteBurst { get; set; } = 40;

    /// <summary>How many calls a second are tried again by Tagalong itself; beyond that their senders try again.</summary>
    /// <value>Default: 10. From 1 to 10 000.</value>
    [SettingRange("RetriesPerSecond", 1, 10_000)]
    public int RetriesPerSecond { get; set; } = 10;

    /// <summary>The share of calls that have to fail before the cluster is given up for a while.</summary>
    /// <value>In per cent. Default: 50. From 1 to 100.</value>
    [SettingRange("BreakAtPercent", 1, 100)]
    public int BreakAtPercent { get; set; } = 50;

    /// <summary>How many calls within <see cref="BreakWindow"/> it takes to judge by.</summary>
    /// <value>Default: 20, more than one broken connection makes fail with <see cref="MaxCalls"/> on it. From 2 to 10 000.</value>
    [SettingRange("BreakMinimumCalls", 2, 10_000)]
    public int BreakMinimumCalls { get; set; } = 20;

    /// <summary>How far back calls are counted.</summary>
    /// <value>Default: 30 seconds. From half a second to one hour.</value>
    [SettingRange("BreakWindow", 0.5, 3600)]
    public TimeSpan BreakWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a cluster that was given up is left alone before one call probes it. Each probe that fails doubles the time,
    /// up to <see cref="LongestBreak"/>.
    /// </summary>
    /// <value>Default: 2 seconds. From half a second to one hour.</value>
    [SettingRange("Break", 0.5, 3600)]
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest that a cluster is left alone between two probes.</summary>
    /// <value>Default: 30 seconds. From half a second to one hour.</value>
    [SettingRange("LongestBreak", 0.5, 3600)]
    public TimeSpan LongestBreak { get; set; } = TimeSpan.FromSeconds(30);

    internal ClusterLimitOptions Copy() => (ClusterLimitOptions)MemberwiseClone();
}
