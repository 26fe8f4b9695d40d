namespace Tagalong.Hosting.OutcomeEvents;

/// <summary>The CloudEvents types of outcomes. Events with their common prefix are never accepted as input.</summary>
internal static class OutcomeEventType
{
    /// <summary>Labels were added, changed or removed.</summary>
    public const string Applied = "dev.tagalong.labels.applied";

    /// <summary>A write was attempted, and others own all of its labels.</summary>
    public const string Kept = "dev.tagalong.labels.kept";

    /// <summary>The cluster denied it.</summary>
    public const string Denied = "dev.tagalong.labels.denied";

    /// <summary>The event was rejected.</summary>
    public const string Rejected = "dev.tagalong.labels.rejected";
}
