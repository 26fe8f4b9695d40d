using System.Collections.Immutable;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.ApiServer;

/// <summary>The result of a call to an API server.</summary>
/// <param name="Status">How it ended.</param>
internal readonly record struct ApiResult(ApiStatus Status)
{
    /// <summary>The object, where the status is <see cref="ApiStatus.Ok"/> and one was requested; else null.</summary>
    public ObjectSnapshot? Object { get; init; }

    /// <summary>
    /// The keys of the labels that other field managers own, where the status is <see cref="ApiStatus.FieldConflict"/>; empty where another
    /// one owns the map of labels as a whole.
    /// </summary>
    public ImmutableArray<string> ConflictingLabels { get; init; }

    /// <summary>The error that the API server or the connection reported; never a body or a token.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// Where a list continues: the token of its next page or, where the status is <see cref="ApiStatus.Expired"/>, of the rest of the
    /// list in its current state. Empty at the end of a list, and where there is none.
    /// </summary>
    public string Continue { get => field ?? ""; init; }

    /// <summary>How long the API server asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may succeed soon.</summary>
    public bool IsTransient => Status is ApiStatus.NotServed or ApiStatus.Conflict or ApiStatus.Throttled or ApiStatus.WriteFailed or ApiStatus.ServerError
        or ApiStatus.TimedOut or ApiStatus.Unreachable;

    /// <summary>The failure of the event that a failed call was made for.</summary>
    /// <param name="ifGone">The reason if the object does not exist.</param>
    public Failure ToFailure(OutcomeReason ifGone) => new(
        Status switch
        {
            ApiStatus.NotFound => ifGone,
            ApiStatus.NotServed => OutcomeReason.KindNotServed,
            ApiStatus.UidMismatch => OutcomeReason.ObjectReplaced,
            ApiStatus.FieldConflict => OutcomeReason.Contended,
            ApiStatus.Conflict => OutcomeReason.Contended,
            ApiStatus.Outdated => OutcomeReason.Contended,
            ApiStatus.Expired => OutcomeReason.Contended,
            ApiStatus.Invalid => OutcomeReason.Invalid,
            ApiStatus.Unreadable => OutcomeReason.MalformedData,
            ApiStatus.Forbidden => OutcomeReason.Forbidden,
            ApiStatus.Unauthenticated => OutcomeReason.Unauthenticated,
            ApiStatus.Misconfigured => OutcomeReason.ClusterMisconfigured,
            ApiStatus.Throttled => OutcomeReason.Throttled,
            ApiStatus.Busy => OutcomeReason.ClusterBusy,
            ApiStatus.CircuitOpen => OutcomeReason.CircuitOpen,
            ApiStatus.WriteFailed => OutcomeReason.WriteFailed,
            ApiStatus.ServerError => OutcomeReason.ServerError,
            ApiStatus.TimedOut => OutcomeReason.TimedOut,
            ApiStatus.Unreachable => OutcomeReason.Unreachable,
            ApiStatus.Ok => OutcomeReason.Unforeseen,
        },
        Message,
        RetryAfter);
}
