namespace Tagalong.Core.Outcomes;

/// <summary>Why an event could not be completed.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Detail">A sentence for people, or null.</param>
/// <param name="RetryAfter">How long the API server asks to wait, or null.</param>
public readonly record struct Failure(OutcomeReason Reason, string? Detail = null, TimeSpan? RetryAfter = null)
{
    /// <summary>The one of two failures that decides: the first, unless that is a rejection and the second is worth a retry.</summary>
    internal static Failure Worse(Failure? first, Failure second) =>
        first is { } one && !(one.Disposition == Disposition.Reject && second.Disposition == Disposition.Retry) ? one : second;

    private Disposition Disposition => Reason.Kind().Disposition();
}
