namespace Tagalong.Core;

/// <summary>How events are worked on. Section <c>Tagalong:Labeler</c>.</summary>
public sealed class LabelerOptions
{
    /// <summary>How long one event may take, waiting for its turn included; then its sender is asked to send it again.</summary>
    /// <value>Default: 15 seconds. From one second to ten minutes.</value>
    [SettingRange("Tagalong:Labeler:EventTimeout", 1, 600)]
    public TimeSpan EventTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The most objects per cluster whose last state is remembered.</summary>
    /// <value>Default: 20 000, a few MB. From 2 to 10 000 000.</value>
    [SettingRange("Tagalong:Labeler:RememberedObjects", 2, 10_000_000)]
    public int RememberedObjects { get; set; } = 20_000;
}
