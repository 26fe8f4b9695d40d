namespace Tagalong.Core.Sweeping;

/// <summary>How the sweep of a cluster ended.</summary>
public enum SweepEnd
{
    /// <summary>Every object has what it should have, or it is told why not and sweeping again would not help.</summary>
    Complete,

    /// <summary>It came to its end, but something was denied, refused or put off.</summary>
    Incomplete,

    /// <summary>The cluster failed, and the rest of it was left.</summary>
    Failed,

    /// <summary>It was called off. What was done stays done.</summary>
    Cancelled,

    /// <summary>It was not begun.</summary>
    Refused,
}
