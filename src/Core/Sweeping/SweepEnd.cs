namespace Tagalong.Core.Sweeping;

/// <summary>How the sweep of a cluster ended.</summary>
public enum SweepEnd
{
    /// <summary>Every object has the labels that it should have, as far as another sweep could help.</summary>
    Complete,

    /// <summary>All objects were swept, but some were denied, rejected or deferred.</summary>
    Incomplete,

    /// <summary>The cluster kept failing, and the sweep skipped the rest of it.</summary>
    Failed,

    /// <summary>The sweep was cancelled. What was written stays.</summary>
    Cancelled,

    /// <summary>The sweep did not start.</summary>
    Refused,
}
