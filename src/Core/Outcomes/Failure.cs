using Tagalong.Core.Clusters;

namespace Tagalong.Core.Outcomes;

/// <summary>Why an event could not be brought to its end.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">A sentence for people, or null.</param>
/// <param name="RetryAfter">How long the API server asks to wait, or null.</param>
public readonly record struct Failure(OutcomeReason Reason, string? Detail = null, TimeSpan? RetryAfter = null)
{
    /// <summary>What a failed call to an API server means for the event.</summary>
    /// <param name="answer">The answer; not one that is Ok.</param>
    /// <param name="ifGone">What it means that the thing asked for does not exist.</param>
    public static Failure Of(ApiAnswer answer, OutcomeReason ifGone) => new(
        answer.Status switch
        {
            ApiStatus.NotFound => ifGone,
            ApiStatus.NotServed => OutcomeReason.KindNotServed,
            ApiStatus.UidMismatch => OutcomeReason.ObjectReplaced,
            ApiStatus.FieldConflict => OutcomeReason.Contended,
            ApiStatus.Conflict => OutcomeReason.Contended,
            ApiStatus.Outdated => OutcomeReason.Contended,
            ApiStatus.Expired => OutcomeReason.Contended,
            ApiStatus.Invalid => OutcomeReason.Invalid,
            ApiStatus.Forbidden => OutcomeReason.Forbidden,
            ApiStatus.Unauthenticated => OutcomeReason.Unauthenticated,
            ApiStatus.Throttled => OutcomeReason.Throttled,
            ApiStatus.Busy => OutcomeReason.ClusterBusy,
            ApiStatus.GivenUp => OutcomeReason.ClusterGivenUp,
            ApiStatus.ServerError => OutcomeReason.ServerError,
            ApiStatus.TimedOut => OutcomeReason.TimedOut,
            ApiStatus.Unreachable => OutcomeReason.Unreachable,
            ApiStatus.Ok => OutcomeReason.Unforeseen,
        },
        answer.Message,
        answer.RetryAfter);
}
