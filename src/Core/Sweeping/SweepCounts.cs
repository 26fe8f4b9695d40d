using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>What the sweep of a cluster came to so far.</summary>
public readonly record struct SweepCounts
{
    /// <summary>How many objects of target kinds were listed.</summary>
    public long Listed { get; init; }

    /// <summary>
    /// How many more the list of the kind that is being listed has, as far as the API server tells; null where it does not.
    /// Kinds whose turn has not come are not in it.
    /// </summary>
    public long? Unlisted { get; init; }

    /// <summary>How many of those listed got other labels, or would have.</summary>
    public long Labeled { get; init; }

    /// <summary>How many have what they should have already.</summary>
    public long Unchanged { get; init; }

    /// <summary>How many no rule speaks of, or are being deleted.</summary>
    public long Ignored { get; init; }

    /// <summary>How many went meanwhile, or have an owner that is gone.</summary>
    public long Gone { get; init; }

    /// <summary>How many the cluster does not permit to label.</summary>
    public long Denied { get; init; }

    /// <summary>How many the API server finds invalid with their labels.</summary>
    public long Rejected { get; init; }

    /// <summary>How many could not be labelled now.</summary>
    public long Deferred { get; init; }

    /// <summary>How many labels were added, or would be.</summary>
    public long LabelsAdded { get; init; }

    /// <summary>How many labels were changed, or would be.</summary>
    public long LabelsChanged { get; init; }

    /// <summary>How many labels were removed, or would be.</summary>
    public long LabelsRemoved { get; init; }

    /// <summary>How many pages were asked for, of owners and of targets.</summary>
    public long Pages { get; init; }

    /// <summary>How many single objects were read: those that were no longer as they had been listed, and owners by which labels change or go.</summary>
    public long Reads { get; init; }

    /// <summary>How many writes were sent.</summary>
    public long Writes { get; init; }

    /// <summary>How many of those listed are done with.</summary>
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
