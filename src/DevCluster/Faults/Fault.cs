namespace Tagalong.DevCluster.Faults;

/// <summary>Something that goes wrong with a request. Made by the static methods; handed to <see cref="FaultInjection.Add"/>.</summary>
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

    /// <summary>The request is served once something has happened.</summary>
    /// <param name="released">Ends when it has.</param>
    public static Fault HeldUntil(Task released) => new(FaultEffect.Delay) { Released = released };

    /// <summary>429 with a <c>Retry-After</c> of whole seconds, as the real server's priority and fairness answers.</summary>
    public static Fault TooManyRequests(int retryAfterSeconds = 1) => new(FaultEffect.Answer)
    {
        Code = 429,
        Reason = "TooManyRequests",
        Message = "Too many requests, please try again later.",
        RetryAfterSeconds = retryAfterSeconds,
    };

    /// <summary>Any status, with a <c>Status</c> object as the body.</summary>
    /// <param name="code">The HTTP status, 400 to 599.</param>
    /// <param name="reason">A word for programs, such as <c>InternalError</c> or <c>ServiceUnavailable</c>.</param>
    /// <param name="message">For people.</param>
    public static Fault Status(int code, string reason, string message) => new(FaultEffect.Answer) { Code = code, Reason = reason, Message = message };

    /// <summary>Nothing is answered until the client gives up.</summary>
    public static Fault Hang() => new(FaultEffect.Hang);

    /// <summary>The connection (with HTTP/2, the stream) is cut before anything is done or answered.</summary>
    public static Fault CutBeforeResponse() => new(FaultEffect.CutBefore);

    /// <summary>The request is carried out, and the connection is cut half-way through the answer's body; of a watch, after its first event.</summary>
    public static Fault CutHalfway() => new(FaultEffect.CutHalfway);
}
