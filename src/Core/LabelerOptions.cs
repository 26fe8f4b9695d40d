namespace Tagalong.Core;

/// <summary>How events are worked on. Section <c>Tagalong:Labeler</c>.</summary>
public sealed class LabelerOptions
{
    /// <summary>The most objects per cluster whose last write is remembered.</summary>
    /// <value>Default: 20 000, a few MB. From 2 to 10 000 000.</value>
    [SettingRange("Tagalong:Labeler:RememberedObjects", 2, 10_000_000)]
    public int RememberedObjects { get; set; } = 20_000;
}
