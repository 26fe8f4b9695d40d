using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>Tracks the progress of each cluster. Thread-safe.</summary>
internal sealed class ProgressTracker(IEnumerable<string> clusters, TimeProvider time) : IProgress<SweepProgress>
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Entry> _entries = new(
        clusters.Distinct(StringComparer.Ordinal).Select(static name => KeyValuePair.Create(name, new Entry(default, null, null))), StringComparer.Ordinal);

    /// <summary>The clusters, in the order of the command line, then of their first report.</summary>
    public IReadOnlyList<ClusterProgress> Clusters
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(pair => new ClusterProgress(
                    pair.Key,
                    pair.Value.Counts,
                    pair.Value.Summary?.Duration ?? (pair.Value.Started is { } started ? time.GetElapsedTime(started) : TimeSpan.Zero),
                    pair.Value.Summary))];
            }
        }
    }

    public void Report(SweepProgress value)
    {
        var name = value.Cluster.ToString();
        lock (_lock)
        {
            var before = _entries.GetValueOrDefault(name) ?? new Entry(default, null, null);

            // Reports come from many threads, so an older one may arrive later.
            var counts = value.Counts.Done + value.Counts.Pages >= before.Counts.Done + before.Counts.Pages ? value.Counts : before.Counts;
            _entries[name] = new Entry(counts, before.Started ?? time.GetTimestamp(), value.Summary ?? before.Summary);
        }
    }

    private sealed record Entry(SweepCounts Counts, long? Started, ClusterSummary? Summary);
}
