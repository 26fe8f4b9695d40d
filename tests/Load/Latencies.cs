using System.Collections.Concurrent;

namespace Tagalong.Load;

/// <summary>How long answers took, each counted from when its event was due: a sender that falls behind does not hide it.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private double[]? _sorted;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    /// <summary>A percentile, in milliseconds. Asked once all are there.</summary>
    public double At(double percent)
    {
        _sorted ??= [.. _milliseconds.Order()];
        return _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))];
    }
}
