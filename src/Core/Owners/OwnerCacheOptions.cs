using Tagalong.Core.Settings;

namespace Tagalong.Core.Owners;

/// <summary>How long and how many owners' labels are cached. Section <c>Tagalong:Owners</c>.</summary>
public sealed class OwnerCacheOptions
{
    /// <summary>The largest age of an owner's labels when labels are added from them. To change or remove labels, owners are always read.</summary>
    /// <value>Default: 2 seconds. From zero (read each time) to one minute.</value>
    [SettingRange(0, 60)]
    public TimeSpan TimeToLive { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The largest number of owners that are cached for one cluster.</summary>
    /// <value>Default: 10 000. From 2 to 1 000 000.</value>
    [SettingRange(2, 1_000_000)]
    public int Capacity { get; set; } = 10_000;
}
