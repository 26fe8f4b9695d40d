using Tagalong.Core.Settings;

namespace Tagalong.Core.Owners;

/// <summary>How long and how many owners' labels are remembered. Section <c>Tagalong:Owners</c>.</summary>
public sealed class OwnerCacheOptions
{
    /// <summary>How old an owner's labels may be when labels are added from them. Nothing is changed or removed by them.</summary>
    /// <value>Default: 2 seconds. From zero (read each time) to one minute.</value>
    [SettingRange("Tagalong:Owners:TimeToLive", 0, 60)]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The most owners that are remembered for one cluster.</summary>
    /// <value>Default: 10 000. From 2 to 1 000 000.</value>
    [SettingRange("Tagalong:Owners:Capacity", 2, 1_000_000)]
    public int Capacity { get; set; } = 10_000;
}
