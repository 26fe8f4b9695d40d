using System.Collections.Immutable;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Sweeping;

/// <summary>Adds up what the sweep of a cluster does. Safe for many threads.</summary>
internal sealed class SweepTally
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SkipReason, long> _kept = [];
    private SweepCounts _counts;
    private readonly List<Failure> _objectFailures = [];
    private Failure? _failure;

    /// <summary>The result so far. <see cref="SweepEnd.Complete"/> becomes <see cref="SweepEnd.Incomplete"/> if there was a failure.</summary>
    public ClusterSummary ToSummary(ClusterName cluster, SweepEnd end, TimeSpan duration)
    {
        lock (_lock)
        {
            return new ClusterSummary(cluster, end == SweepEnd.Complete && _failure is not null ? SweepEnd.Incomplete : end)
            {
                Reason = _failure?.Reason,
                Detail = _failure?.Detail,
                ObjectFailures = [.. _objectFailures],
                Counts = _counts,
                Kept = _kept.ToImmutableSortedDictionary(),
                Duration = duration,
            };
        }
    }

    public SweepCounts Called(int pages = 0, int reads = 0, int writes = 0)
    {
        lock (_lock)
        {
            return _counts = _counts with { Pages = _counts.Pages + pages, Reads = _counts.Reads + reads, Writes = _counts.Writes + writes };
        }
    }

    /// <summary>Counts a page of targets.</summary>
    public SweepCounts Listed(ListPage page)
    {
        lock (_lock)
        {
            return _counts = _counts with
            {
                Pages = _counts.Pages + page.Calls,
                Listed = _counts.Listed + page.Items.Length + page.Unreadable.Length,
                Unlisted = page.Answer.Continue.Length == 0 ? 0 : page.Remaining,
            };
        }
    }

    public SweepCounts Ended(Outcome outcome)
    {
        lock (_lock)
        {
            foreach (var skipped in outcome.Kept)
            {
                _kept[skipped.Reason] = _kept.GetValueOrDefault(skipped.Reason) + 1;
            }

            Note(outcome);
            return _counts = _counts.With(outcome);
        }
    }

    /// <summary>Notes a failure of an object that is not among those to label.</summary>
    public SweepCounts Failed(Outcome outcome)
    {
        lock (_lock)
        {
            Note(outcome);
            return _counts;
        }
    }

    public void Failed(Failure failure)
    {
        lock (_lock)
        {
            _failure = Failure.Worse(_failure, failure);
        }
    }

    private void Note(Outcome outcome)
    {
        if (outcome.Kind.Disposition() != Disposition.Accept)
        {
            var failure = new Failure(outcome.Reason, $"{outcome.Object}: {outcome.Detail}");
            _failure = Failure.Worse(_failure, failure);
            if (_objectFailures.Count < ClusterSummary.MostObjectFailures && (outcome.Kind == OutcomeKind.Rejected || outcome.Reason.IsOfOneObject()))
            {
                _objectFailures.Add(failure);
            }
        }
    }
}
