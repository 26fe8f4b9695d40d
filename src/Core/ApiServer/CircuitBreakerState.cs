namespace Tagalong.Core.ApiServer;

/// <summary>The state of a cluster's circuit breaker; the numbers are those of the metric.</summary>
internal enum CircuitBreakerState
{
    /// <summary>The API server is called.</summary>
    Closed = 0,

    /// <summary>One call may probe the API server.</summary>
    HalfOpen = 1,

    /// <summary>The API server is not called; after the break, the next call probes it.</summary>
    Open = 2,
}
