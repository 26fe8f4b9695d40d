using Tagalong.Core.Sweeping;

namespace Tagalong.Cli.Sweeping;

/// <summary>Keeps account of how far each cluster is. Safe for many threads.</summary>
internal sealed class SweepBoard(IEnumerable<string> expected, TimeProvider time) : IProgress<SweepProgress>
{
    private readonly Lock _lock = new();
    private readonly OrderedDictionary<string, Entry> _entries = new(
        expected.Distinct(StringComparer.Ordinal).Select(static name => KeyValuePair.Create(name, new Entry(default, null, null))), StringComparer.Ordinal);

    /// <summary>The clusters, in the order in which they were named or appeared.</summary>
    public IReadOnlyList<ClusterRow> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(pair => new ClusterRow(
                    pair.Key,
                    pair.Value.Counts,
                    pair.Value.Summary?.Duration ?? (pair.Value.Began is { } began ? time.GetElapsedTime(began) : TimeSpan.Zero),
                    pair.Value.Summary))];
            }
        }
    }

    /// <inheritdoc/>
    public void Report(SweepProgress value)
    {
        var name = value.Cluster.ToString();
        lock (_lock)
        {
            var before = _entries.GetValueOrDefault(name) ?? new Entry(default, null, null);

            // Objects end on many threads, so a report may come after a later one.
            var counts = value.Counts.Done + value.Counts.Pages >= before.Counts.Done + before.Counts.Pages ? value.Counts : before.Counts;
            _entries[name] = new Entry(counts, before.Began ?? time.GetTimestamp(), value.Summary ?? before.Summary);
        }
    }

    private sealed record Entry(SweepCounts Counts, long? Began, ClusterSummary? Summary);
}
