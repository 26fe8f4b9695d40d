namespace Tagalong.FunctionsHost;

/// <summary>How the host takes an answer.</summary>
public enum InvocationResult
{
    /// <summary>The function is done with what its trigger brought.</summary>
    Succeeded,

    /// <summary>It failed; what happens then is for the trigger to say.</summary>
    Failed,

    /// <summary>The host waits until <c>functionTimeout</c>, and holds on to the message, the request or the partition meanwhile.</summary>
    NeverCompletes,
}
