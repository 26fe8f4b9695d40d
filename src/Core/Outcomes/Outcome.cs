using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Outcomes;

/// <summary>How one event ended, and everything worth reporting about it.</summary>
/// <param name="Reason">Why.</param>
public sealed record Outcome(OutcomeReason Reason)
{
    /// <summary>The outcome of an event that could not be completed.</summary>
    public static Outcome Of(Failure failure) => new(failure.Reason) { Detail = failure.Detail, RetryAfter = failure.RetryAfter };

    /// <summary>The outcome of an event that was about an object's own labels and about those of its children.</summary>
    /// <param name="own">The object's own outcome, or null if it gets no labels.</param>
    /// <param name="children">The outcome for its children.</param>
    internal static Outcome Of(Outcome? own, Outcome children)
    {
        if (own is null)
        {
            return children;
        }

        var end = children.Kind switch
        {
            OutcomeKind.Deferred or OutcomeKind.Denied or OutcomeKind.Rejected => children,
            OutcomeKind.Labeled => own.Kind is OutcomeKind.Labeled or OutcomeKind.Rejected ? own : children,
            OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => own,
        };
        return own with
        {
            Reason = end.Reason,
            Detail = end.Detail,
            RetryAfter = end.RetryAfter,
            Children = children.Children,
            Reads = own.Reads + children.Reads,
            Writes = own.Writes + children.Writes,
        };
    }

    /// <summary>Whether the object's children are left for now: the object is being deleted, or its event comes again.</summary>
    internal bool LeavesChildrenAlone => Kind.Disposition() == Disposition.Retry
        || Reason is OutcomeReason.BeingDeleted or OutcomeReason.ObjectGone or OutcomeReason.ObjectReplaced;

    /// <summary>How the event ended.</summary>
    public OutcomeKind Kind => Reason.Kind();

    /// <summary>A sentence for people, without any part of a body; null where the reason says everything.</summary>
    public string? Detail { get; init; }

    /// <summary>The event's id; empty for a request that was not an event.</summary>
    public string EventId { get; init; } = "";

    /// <summary>The trace to continue with, as W3C <c>traceparent</c>; null where there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The cluster it concerns.</summary>
    public ClusterName Cluster { get; init; }

    /// <summary>The object it concerns, or null if there is none or it is unknown.</summary>
    public ObjectReference? Object { get; init; }

    /// <summary>The object's resource version by the event's last read or write, or null if there was none.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The rule that decided, or null if none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The labels that are new on the object.</summary>
    public LabelSet Added { get; init; } = LabelSet.Empty;

    /// <summary>The labels that have a new value, with that value.</summary>
    public LabelSet Changed { get; init; } = LabelSet.Empty;

    /// <summary>The keys of the labels that were removed.</summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>The labels of the sources that the object does not get, each with the reason.</summary>
    public ImmutableArray<SkippedLabel> Kept { get; init; } = [];

    /// <summary>The work on the object's children, if it was relabeled.</summary>
    public ChildCounts Children { get; init; }

    /// <summary>How long the sender should wait before it sends the event again, or null if the sender should decide.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many reads from the API server the event needed.</summary>
    public int Reads { get; init; }

    /// <summary>How many writes to the API server the event needed.</summary>
    public int Writes { get; init; }
}
