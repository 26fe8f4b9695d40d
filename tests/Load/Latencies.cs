using System.Collections.Concurrent;

namespace Tagalong.Load;

/// <summary>Latencies, each from the time when the request was due, so that a late sender does not hide delays.</summary>
internal sealed class Latencies
{
    private readonly ConcurrentBag<double> _milliseconds = [];
    private double[]? _sorted;

    public int Count => _milliseconds.Count;

    public void Add(TimeSpan latency) => _milliseconds.Add(latency.TotalMilliseconds);

    /// <summary>A percentile, in milliseconds. Call it after all latencies are added.</summary>
    public double At(double percent)
    {
        _sorted ??= [.. _milliseconds.Order()];
        return _sorted.Length == 0 ? double.NaN : _sorted[Math.Min(_sorted.Length - 1, (int)(_sorted.Length * percent / 100))];
    }
}
