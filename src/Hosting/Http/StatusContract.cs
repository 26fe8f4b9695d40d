using Tagalong.Core.Outcomes;

namespace Tagalong.Hosting.Http;

/// <summary>
/// The HTTP status of each outcome. Knative, Event Grid and others drop the event after some statuses and retry without end
/// after others, so only these are used: never 404, 408, 409, 413 or 500.
/// </summary>
internal static class StatusContract
{
    public static int StatusOf(Outcome outcome) => outcome.Kind.Disposition() switch
    {
        // There is no body: one that is not a CloudEvent would count as a failure.
        Disposition.Accept => StatusCodes.Status202Accepted,
        Disposition.Reject => StatusOfRejected(outcome.Reason),
        Disposition.Retry when outcome.Reason == OutcomeReason.Overloaded => StatusCodes.Status429TooManyRequests,
        Disposition.Retry => StatusCodes.Status503ServiceUnavailable,
    };

    /// <summary>The worst outcome of a batch decides. The sender repeats the whole batch; what is already done costs nothing.</summary>
    public static Outcome Worst(IEnumerable<Outcome> outcomes) => outcomes.MaxBy(outcome => (Severity(outcome), outcome.RetryAfter))!;

    private static int Severity(Outcome outcome) => StatusOf(outcome) switch
    {
        StatusCodes.Status202Accepted => 0,
        StatusCodes.Status422UnprocessableEntity => 1,
        StatusCodes.Status403Forbidden => 2,
        StatusCodes.Status400BadRequest => 3,
        _ => 4,
    };

    private static int StatusOfRejected(OutcomeReason reason) => reason switch
    {
        OutcomeReason.CredentialsMissing or OutcomeReason.CredentialsRefused => StatusCodes.Status401Unauthorized,
        OutcomeReason.SenderNotAllowed => StatusCodes.Status403Forbidden,
        OutcomeReason.NoObject or OutcomeReason.UnknownCluster or OutcomeReason.Invalid => StatusCodes.Status422UnprocessableEntity,
        _ => StatusCodes.Status400BadRequest,
    };
}
