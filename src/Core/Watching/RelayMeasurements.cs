using System.Diagnostics.Metrics;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Watching;

/// <summary>What is measured of a watch and of what is sent.</summary>
public sealed class RelayMeasurements
{
    private readonly Meter _meter;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _watches;
    private readonly Histogram<double> _lag;
    private long _accepted;

    /// <summary>Makes the instruments.</summary>
    public RelayMeasurements(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(Instruments.Name);
        _changes = _meter.CreateCounter<long>("tagalong.relay.changes", "{change}", "Objects and changes that a watch or list showed.");
        _sends = _meter.CreateCounter<long>("tagalong.relay.sends", "{send}", "Attempts to hand an event to the sink.");
        _watches = _meter.CreateCounter<long>("tagalong.relay.watches", "{watch}", "Watches and lists that ended.");
        _lag = _meter.CreateHistogram(
            "tagalong.relay.lag", "s", "Time from seeing a change to having the sink accept it.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
    }

    /// <summary>How many events the sink has accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    internal void Waiting(Func<int> count) =>
        _meter.CreateObservableUpDownCounter("tagalong.relay.waiting", count, "{event}", "Events that wait to be accepted.");

    internal void Seen(WatchedKind kind, bool isTold) => _changes.Add(1, Of(kind.Type.Kind), new("tagalong.result", isTold ? "told" : "dropped"));

    internal void Sent(RelayedEvent told, SinkStatus verdict, TimeSpan lag)
    {
        _sends.Add(1, Of(told.Type.Kind), new("tagalong.result", verdict.ToString()));
        if (verdict == SinkStatus.Accepted)
        {
            Interlocked.Increment(ref _accepted);
            _lag.Record(lag.TotalSeconds, Of(told.Type.Kind));
        }
    }

    internal void Ended(WatchedKind kind, ApiStatus status) => _watches.Add(1, Of(kind.Type.Kind), new("tagalong.status", status.ToString()));

    private static KeyValuePair<string, object?> Of(string kind) => new("k8s.object.kind", kind);
}
