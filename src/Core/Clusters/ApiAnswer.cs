using System.Collections.Immutable;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Clusters;

/// <summary>What came of a call to an API server.</summary>
/// <param name="Status">How it ended.</param>
public readonly record struct ApiAnswer(ApiStatus Status)
{
    /// <summary>The object, where the status is <see cref="ApiStatus.Ok"/> and one was asked for; else null.</summary>
    public ObjectSnapshot? Object { get; init; }

    /// <summary>
    /// The keys of the labels that others own, where the status is <see cref="ApiStatus.FieldConflict"/>; empty where somebody
    /// owns the map of labels as a whole.
    /// </summary>
    public ImmutableArray<string> ConflictingLabels { get; init; }

    /// <summary>What the API server, or the way to it, says is wrong; never a body or a token.</summary>
    public string? Message { get; init; }

    /// <summary>
    /// Where a list goes on: the token of its next page, or, where the status is <see cref="ApiStatus.Expired"/>, of the rest
    /// of it as it is by now. Empty at the end of a list, and where there is none.
    /// </summary>
    public string Continue { get => field ?? ""; init; }

    /// <summary>How long the API server asks to wait, or null if it does not.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the same call may well succeed a moment later.</summary>
    public bool IsTransient => Status is ApiStatus.NotServed or ApiStatus.Conflict or ApiStatus.Throttled or ApiStatus.ServerError
        or ApiStatus.TimedOut or ApiStatus.Unreachable;
}
