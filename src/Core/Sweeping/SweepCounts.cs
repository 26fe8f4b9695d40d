using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>What the sweep of one cluster did so far.</summary>
public readonly record struct SweepCounts
{
    /// <summary>How many objects of target kinds were listed.</summary>
    public long Listed { get; init; }

    /// <summary>
    /// How many objects of the current kind are still to be listed; null if the API server does not say. Later kinds are not
    /// included.
    /// </summary>
    public long? Unlisted { get; init; }

    /// <summary>How many of them were labeled, or would be.</summary>
    public long Labeled { get; init; }

    /// <summary>How many already have the labels that they should have.</summary>
    public long Unchanged { get; init; }

    /// <summary>How many have no rule, or are being deleted.</summary>
    public long Ignored { get; init; }

    /// <summary>How many were deleted meanwhile, or have an owner that is gone.</summary>
    public long Gone { get; init; }

    /// <summary>How many the cluster does not allow Tagalong to label.</summary>
    public long Denied { get; init; }

    /// <summary>How many the API server rejected as invalid.</summary>
    public long Rejected { get; init; }

    /// <summary>How many could not be labeled now.</summary>
    public long Deferred { get; init; }

    /// <summary>How many labels were added, or would be.</summary>
    public long LabelsAdded { get; init; }

    /// <summary>How many labels were changed, or would be.</summary>
    public long LabelsChanged { get; init; }

    /// <summary>How many labels were removed, or would be.</summary>
    public long LabelsRemoved { get; init; }

    /// <summary>How many pages were requested, of owners and targets.</summary>
    public long Pages { get; init; }

    /// <summary>How many single objects were read: those that changed since they were listed, and owners whose labels changed.</summary>
    public long Reads { get; init; }

    /// <summary>How many writes were sent.</summary>
    public long Writes { get; init; }

    /// <summary>How many of the listed objects are done.</summary>
    public long Done => Labeled + Unchanged + Ignored + Gone + Denied + Rejected + Deferred;

    internal SweepCounts With(Outcome outcome)
    {
        var counts = this with
        {
            LabelsAdded = LabelsAdded + outcome.Added.Count,
            LabelsChanged = LabelsChanged + outcome.Changed.Count,
            LabelsRemoved = LabelsRemoved + outcome.Removed.Length,
        };
        return outcome.Kind switch
        {
            OutcomeKind.Labeled => counts with { Labeled = Labeled + 1 },
            OutcomeKind.Unchanged => counts with { Unchanged = Unchanged + 1 },
            OutcomeKind.Ignored => counts with { Ignored = Ignored + 1 },
            OutcomeKind.Gone => counts with { Gone = Gone + 1 },
            OutcomeKind.Denied => counts with { Denied = Denied + 1 },
            OutcomeKind.Rejected => counts with { Rejected = Rejected + 1 },
            OutcomeKind.Deferred => counts with { Deferred = Deferred + 1 },
        };
    }
}
