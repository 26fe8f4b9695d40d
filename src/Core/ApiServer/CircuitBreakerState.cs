namespace Tagalong.Core.ApiServer;

/// <summary>Whether a cluster's API server is called; the numbers are those of the metric.</summary>
public enum CircuitBreakerState
{
    /// <summary>It is called.</summary>
    Closed = 0,

    /// <summary>It was given up, and a call that probes it may be on its way.</summary>
    HalfOpen = 1,

    /// <summary>It is given up; after the break, the next event probes it.</summary>
    Open = 2,
}
