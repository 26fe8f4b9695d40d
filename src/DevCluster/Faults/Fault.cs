namespace Tagalong.DevCluster.Faults;

/// <summary>An error to inject into requests. The static methods create it; <see cref="FaultInjection.Add"/> activates it.</summary>
public sealed class Fault
{
    private Fault(FaultEffect effect) => Effect = effect;

    internal FaultEffect Effect { get; }

    internal TimeSpan Delay { get; private init; }

    internal Task? Released { get; private init; }

    internal int Code { get; private init; }

    internal string Reason { get; private init; } = "";

    internal string Message { get; private init; } = "";

    internal int? RetryAfterSeconds { get; private init; }

    /// <summary>The request is served after a delay.</summary>
    public static Fault Latency(TimeSpan delay) => new(FaultEffect.Delay) { Delay = delay };

    /// <summary>The request is served when a task completes.</summary>
    public static Fault HeldUntil(Task released) => new(FaultEffect.Delay) { Released = released };

    /// <summary>429 with a <c>Retry-After</c> in seconds, as from the real server's API Priority and Fairness.</summary>
    public static Fault TooManyRequests(int retryAfterSeconds = 1) => new(FaultEffect.Respond)
    {
        Code = 429,
        Reason = "TooManyRequests",
        Message = "Too many requests, please try again later.",
        RetryAfterSeconds = retryAfterSeconds,
    };

    /// <summary>An error with a <c>Status</c> object as the body.</summary>
    /// <param name="code">The HTTP status, 400 to 599.</param>
    /// <param name="reason">Such as <c>InternalError</c> or <c>ServiceUnavailable</c>.</param>
    /// <param name="message">For people.</param>
    public static Fault Status(int code, string reason, string message) => new(FaultEffect.Respond) { Code = code, Reason = reason, Message = message };

    /// <summary>The server sends no response until the client cancels the request.</summary>
    public static Fault Hang() => new(FaultEffect.Hang);

    /// <summary>The connection (with HTTP/2, the stream) is cut before the request is carried out.</summary>
    public static Fault CutBeforeResponse() => new(FaultEffect.CutBefore);

    /// <summary>The request is carried out, and the connection is cut half-way through the response body; of a watch, after its first event.</summary>
    public static Fault CutHalfway() => new(FaultEffect.CutHalfway);
}
