using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Labels;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Sweeping;

/// <summary>Adds up what the sweep of a cluster does. Safe for many threads.</summary>
internal sealed class SweepTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SkipReason, long> _kept = [];
    private SweepCounts _counts;
    private Failure? _failure;

    /// <summary>The counts as they are.</summary>
    public SweepCounts Counts
    {
        get
        {
            lock (_lock)
            {
                return _counts;
            }
        }
    }

    /// <summary>The first failure that another sweep may not meet, else the first of all, or null.</summary>
    public Failure? FirstFailure
    {
        get
        {
            lock (_lock)
            {
                return _failure;
            }
        }
    }

    /// <summary>The labels that were not given.</summary>
    public ImmutableSortedDictionary<SkipReason, long> Kept
    {
        get
        {
            lock (_lock)
            {
                return _kept.ToImmutableSortedDictionary();
            }
        }
    }

    public SweepCounts Called(int pages = 0, int reads = 0, int writes = 0, int listed = 0)
    {
        lock (_lock)
        {
            return _counts = _counts with
            {
                Pages = _counts.Pages + pages,
                Reads = _counts.Reads + reads,
                Writes = _counts.Writes + writes,
                Listed = _counts.Listed + listed,
            };
        }
    }

    /// <summary>Takes note of a page of targets.</summary>
    public SweepCounts Listed(ListPage page)
    {
        lock (_lock)
        {
            _counts = _counts with { Unlisted = page.Answer.Continue.Length == 0 ? 0 : page.Remaining };
        }

        return Called(pages: page.Calls, listed: page.Items.Length);
    }

    public SweepCounts Ended(Outcome outcome)
    {
        lock (_lock)
        {
            foreach (var skipped in outcome.Kept)
            {
                _kept[skipped.Reason] = _kept.GetValueOrDefault(skipped.Reason) + 1;
            }

            if (outcome.Kind.Disposition() != Disposition.Accept)
            {
                _failure = Failure.Worse(_failure, new Failure(outcome.Reason, $"{outcome.Object}: {outcome.Detail}"));
            }

            return _counts = _counts.With(outcome);
        }
    }

    public void Failed(Failure failure)
    {
        lock (_lock)
        {
            _failure = Failure.Worse(_failure, failure);
        }
    }
}
