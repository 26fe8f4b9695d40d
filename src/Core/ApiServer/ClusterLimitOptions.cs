using Tagalong.Core.Settings;

namespace Tagalong.Core.ApiServer;

/// <summary>
/// The load on one cluster, and its circuit breaker: a failing cluster takes nothing from the others. Section <c>Tagalong:Limits</c> for all clusters,
/// <c>Tagalong:Clusters:NAME:Limits</c> for one.
/// </summary>
public sealed record ClusterLimitOptions
{
    /// <summary>The most events that are handled at once; the senders of more are asked to retry.</summary>
    /// <value>Default: 64. From 1 to 100 000.</value>
    [SettingRange(1, 100_000)]
    public int MaxEvents { get; set; } = 64;

    /// <summary>The most concurrent calls to the API server.</summary>
    /// <value>Default: 16. From 1 to 10 000.</value>
    [SettingRange(1, 10_000)]
    public int MaxCalls { get; set; } = 16;

    /// <summary>Writes per second, once <see cref="WriteBurst"/> is used up.</summary>
    /// <value>Default: 20. From 1 to 10 000.</value>
    [SettingRange(1, 10_000)]
    public int WritesPerSecond { get; set; } = 20;

    /// <summary>How many writes may start at once after a quiet time. As many again wait; the rest is deferred.</summary>
    /// <value>Default: 40. From 1 to 100 000.</value>
    [SettingRange(1, 100_000)]
    public int WriteBurst { get; set; } = 40;

    /// <summary>Retries per second; beyond that, the events' senders retry.</summary>
    /// <value>Default: 10. From 1 to 10 000.</value>
    [SettingRange(1, 10_000)]
    public int RetriesPerSecond { get; set; } = 10;

    /// <summary>The share of failed calls that opens the circuit breaker.</summary>
    /// <value>In per cent. Default: 50. From 1 to 100.</value>
    [SettingRange(1, 100)]
    public int BreakAtPercent { get; set; } = 50;

    /// <summary>How many calls within <see cref="BreakWindow"/> are needed to open the circuit breaker.</summary>
    /// <value>Default: 20, more than the <see cref="MaxCalls"/> that fail with one broken connection. From 2 to 10 000.</value>
    [SettingRange(2, 10_000)]
    public int BreakMinimumCalls { get; set; } = 20;

    /// <summary>The period over which calls are counted.</summary>
    /// <value>Default: 30 seconds. From half a second to one hour.</value>
    [SettingRange(0.5, 3600)]
    public TimeSpan BreakWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long the circuit breaker stays open before one call probes the API server. Each failed probe doubles the time, up to
    /// <see cref="LongestBreak"/>.
    /// </summary>
    /// <value>Default: 2 seconds. From half a second to one hour.</value>
    [SettingRange(0.5, 3600)]
    public TimeSpan Break { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time between two probes.</summary>
    /// <value>Default: 30 seconds. From half a second to one hour.</value>
    [SettingRange(0.5, 3600)]
    public TimeSpan LongestBreak { get; set; } = TimeSpan.FromSeconds(30);
}
