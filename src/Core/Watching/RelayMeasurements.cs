using System.Diagnostics.Metrics;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Watching;

/// <summary>The metrics of watches and of sent events.</summary>
public sealed class RelayMeasurements
{
    private readonly Meter _meter;
    private readonly Counter<long> _changes;
    private readonly Counter<long> _sends;
    private readonly Counter<long> _watches;
    private readonly Counter<long> _givenUp;
    private readonly Histogram<double> _lag;
    private long _accepted;

    /// <summary>Creates the instruments.</summary>
    public RelayMeasurements(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(Instruments.Name);
        _changes = _meter.CreateCounter<long>("tagalong.relay.changes", "{change}", "Objects and changes that a watch or list showed.");
        _sends = _meter.CreateCounter<long>("tagalong.relay.sends", "{send}", "Attempts to hand an event to the sink.");
        _watches = _meter.CreateCounter<long>("tagalong.relay.watches", "{watch}", "Watches and lists that ended.");
        _givenUp = _meter.CreateCounter<long>("tagalong.relay.given_up", "{event}", "Events that failed too often, of objects that are left to a sweep.");
        _lag = _meter.CreateHistogram(
            "tagalong.relay.lag", "s", "Time from seeing a change to having the sink accept it.", tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300] });
    }

    /// <summary>How many events the sink has accepted.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <param name="count">The number of all events that wait.</param>
    /// <param name="countSlow">The number of those in the slow lane.</param>
    internal void ObservePending(Func<int> count, Func<int> countSlow)
    {
        _meter.CreateObservableUpDownCounter("tagalong.relay.waiting", count, "{event}", "Events that wait to be accepted.");
        _meter.CreateObservableUpDownCounter("tagalong.relay.slow", countSlow, "{event}", "Those of them that failed several times.");
    }

    internal void GaveUp(RelayedEvent cloudEvent) => _givenUp.Add(1, Of(cloudEvent.Type.Kind));

    internal void Seen(WatchedKind kind, bool isNews) => _changes.Add(1, Of(kind.Type.Kind), new("tagalong.result", isNews ? "relayed" : "dropped"));

    internal void Sent(RelayedEvent cloudEvent, SinkStatus status, TimeSpan lag)
    {
        _sends.Add(1, Of(cloudEvent.Type.Kind), new("tagalong.result", status.ToString()));
        if (status == SinkStatus.Accepted)
        {
            Interlocked.Increment(ref _accepted);
            _lag.Record(lag.TotalSeconds, Of(cloudEvent.Type.Kind));
        }
    }

    internal void Ended(WatchedKind kind, ApiStatus status) => _watches.Add(1, Of(kind.Type.Kind), new("tagalong.status", status.ToString()));

    private static KeyValuePair<string, object?> Of(string kind) => new("k8s.object.kind", kind);
}
