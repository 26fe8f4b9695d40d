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
                Listed = _counts.Listed + page.Items.Length,
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
