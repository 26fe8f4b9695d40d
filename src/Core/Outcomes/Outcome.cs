using System.Collections.Immutable;
using Tagalong.Core.Labels;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Outcomes;

/// <summary>How one event ended, and everything that is worth telling about it.</summary>
/// <param name="Reason">Why it ended so.</param>
public sealed record Outcome(OutcomeReason Reason)
{
    /// <summary>The outcome of an event that could not be brought to its end.</summary>
    public static Outcome Of(Failure failure) => new(failure.Reason) { Detail = failure.Detail, RetryAfter = failure.RetryAfter };

    /// <summary>The outcome of an event that was both about an object's own labels and about those of its children.</summary>
    /// <param name="own">What came of the object itself, or null if it gets no labels.</param>
    /// <param name="fanOut">What came of its children.</param>
    internal static Outcome Of(Outcome? own, Outcome fanOut)
    {
        if (own is null)
        {
            return fanOut;
        }

        var end = fanOut.Kind switch
        {
            OutcomeKind.Deferred or OutcomeKind.Denied or OutcomeKind.Rejected => fanOut,
            OutcomeKind.Labeled => own.Kind is OutcomeKind.Labeled or OutcomeKind.Rejected ? own : fanOut,
            OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => own,
        };
        return own with
        {
            Reason = end.Reason,
            Detail = end.Detail,
            RetryAfter = end.RetryAfter,
            Children = fanOut.Children,
            Reads = own.Reads + fanOut.Reads,
            Writes = own.Writes + fanOut.Writes,
        };
    }

    /// <summary>Whether there is nothing to be done about the object's children: it is on its way out, or its event comes again.</summary>
    internal bool LeavesChildrenAlone => Kind is OutcomeKind.Denied or OutcomeKind.Deferred
        || Reason is OutcomeReason.BeingDeleted or OutcomeReason.ObjectGone or OutcomeReason.ObjectReplaced;

    /// <summary>How it ended.</summary>
    public OutcomeKind Kind => Reason.Kind();

    /// <summary>A sentence for people, without any part of a body; null where the reason says it all.</summary>
    public string? Detail { get; init; }

    /// <summary>The event's id; empty where what came was no event.</summary>
    public string EventId { get; init; } = "";

    /// <summary>The trace that what follows from it belongs to, as W3C <c>traceparent</c>; null where there is none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The cluster it concerns.</summary>
    public ClusterName Cluster { get; init; }

    /// <summary>The object it concerns, or null where that did not become clear.</summary>
    public ObjectReference? Object { get; init; }

    /// <summary>The resource version in which the object was last seen by a read or write of the event, or null if there was none.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The rule that decided, or null if none did.</summary>
    public string? Rule { get; init; }

    /// <summary>The labels that the object had not and has now.</summary>
    public LabelSet Added { get; init; } = LabelSet.Empty;

    /// <summary>The labels that have a new value, with that value.</summary>
    public LabelSet Changed { get; init; } = LabelSet.Empty;

    /// <summary>The keys of the labels that were taken away.</summary>
    public ImmutableArray<string> Removed { get; init; } = [];

    /// <summary>The labels of the sources that the object does not get, each with the reason.</summary>
    public ImmutableArray<SkippedLabel> Kept { get; init; } = [];

    /// <summary>What was done about the object's children, where it was relabelled.</summary>
    public ChildCounts Children { get; init; }

    /// <summary>How long the sender should wait before it sends the event again, or null for its own judgement.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How many reads the event took from the API server.</summary>
    public int Reads { get; init; }

    /// <summary>How many writes the event took to the API server.</summary>
    public int Writes { get; init; }
}
