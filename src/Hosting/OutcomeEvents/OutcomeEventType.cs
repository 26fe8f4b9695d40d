namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>The CloudEvents types of outcomes. Their common start is what keeps one from being taken as input.</summary>
internal static class OutcomeEventType
{
    /// <summary>Labels were added, changed or removed.</summary>
    public const string Applied = "dev.tagalong.labels.applied";

    /// <summary>A write was tried, and all that it was about belongs to others.</summary>
    public const string Kept = "dev.tagalong.labels.kept";

    /// <summary>The cluster does not permit it.</summary>
    public const string Denied = "dev.tagalong.labels.denied";

    /// <summary>The event is at fault.</summary>
    public const string Rejected = "dev.tagalong.labels.rejected";
}
