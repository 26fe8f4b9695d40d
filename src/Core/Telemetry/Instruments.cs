using System.Diagnostics;
using System.Diagnostics.Metrics;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Telemetry;

/// <summary>The metrics and traces of Tagalong, by OpenTelemetry's conventions.</summary>
/// <remarks>
/// An attribute has a bounded set of values: configured clusters, kinds that a rule names, enumerations. Values from unknown
/// senders are limited first.
/// </remarks>
public sealed class Instruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Tagalong";

    private const int MostUnknownClusters = 100;
    private const string ClusterTag = "k8s.cluster.name";
    private const string KindTag = "k8s.object.kind";
    private const string OutcomeTag = "tagalong.outcome";
    private const string OperationTag = "tagalong.operation";

    /// <summary>Nobody waited for labels that come later: the object existed before Tagalong, or was relabeled.</summary>
    private static readonly TimeSpan OldestToLabel = TimeSpan.FromMinutes(10);

    private readonly BoundedNames _unknownClusters = new(MostUnknownClusters);
    private readonly Meter _meter;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _labels;
    private readonly Counter<long> _calls;
    private readonly Histogram<double> _attempts;
    private readonly Histogram<double> _timeToLabel;
    private readonly Counter<long> _owners;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _unknown;

    /// <summary>Creates the instruments.</summary>
    public Instruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("tagalong.events", "{event}", "Events that ended in an outcome.");
        _duration = Seconds("tagalong.event.duration", "Time from an event's arrival to its outcome.",
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]);
        _labels = _meter.CreateCounter<long>("tagalong.labels", "{label}", "Labels that were written.");
        _calls = _meter.CreateCounter<long>("tagalong.api.calls", "{call}", "Reads and writes for events, without retries.");
        _attempts = Seconds("tagalong.api.attempt.duration", "Time that one attempt of a call to an API server took.",
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]);
        _timeToLabel = Seconds("tagalong.time_to_label", "Time from an object's creation to its first label by Tagalong.",
            [0.5, 1, 2, 3, 5, 10, 15, 30, 60, 120, 300, 600]);
        _owners = _meter.CreateCounter<long>("tagalong.owner.lookups", "{lookup}", "Lookups of owners, in the cache or by the API server.");
        _unreadable = _meter.CreateCounter<long>("tagalong.unreadable", "{object}", "Objects that were skipped because they cannot be read.");
        _unknown = _meter.CreateCounter<long>("tagalong.unknown_cluster.events", "{event}", "Events of clusters that are not configured.");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    /// <summary>Adds the gauges of the clusters' state, which are read at each collection.</summary>
    /// <param name="clusters">For each cluster: its name, the state of its circuit, and the number of its events in progress.</param>
    internal void Watch(Func<IEnumerable<(ClusterName Name, int CircuitState, int EventsInFlight)>> clusters)
    {
        _meter.CreateObservableGauge(
            "tagalong.cluster.breaker.state", () => Each(static cluster => cluster.CircuitState), "{state}",
            "State of the circuit to the API server: 0 closed, 1 half-open, 2 open.");
        _meter.CreateObservableUpDownCounter(
            "tagalong.cluster.events.in_flight", () => Each(static cluster => cluster.EventsInFlight), "{event}",
            "Events of the cluster in progress.");

        IEnumerable<Measurement<int>> Each(Func<(ClusterName Name, int CircuitState, int EventsInFlight), int> value) =>
            clusters().Select(cluster => new Measurement<int>(value(cluster), new KeyValuePair<string, object?>(ClusterTag, cluster.Name.Value)));
    }

    internal void Record(Outcome outcome, TimeSpan elapsed)
    {
        var cluster = Of(outcome.Cluster);
        var kind = new KeyValuePair<string, object?>(KindTag, outcome.Rule is null ? "" : outcome.Object?.Kind);
        var result = new KeyValuePair<string, object?>(OutcomeTag, outcome.Kind.ToString());
        _events.Add(1, new TagList { cluster, kind, result, { "tagalong.reason", outcome.Reason.ToString() } });
        _duration.Record(elapsed.TotalSeconds, cluster, kind, result);
        Count(_labels, "added", outcome.Added.Count + outcome.Children.Added);
        Count(_labels, "changed", outcome.Changed.Count + outcome.Children.Changed);
        Count(_labels, "removed", outcome.Removed.Length + outcome.Children.Removed);
        Count(_calls, "read", outcome.Reads);
        Count(_calls, "write", outcome.Writes);

        void Count(Counter<long> counter, string operation, int count)
        {
            if (count > 0)
            {
                counter.Add(count, cluster, new KeyValuePair<string, object?>(OperationTag, operation));
            }
        }
    }

    internal void Attempted(ClusterName cluster, string operation, string status, TimeSpan elapsed)
    {
        if (_attempts.Enabled)
        {
            _attempts.Record(
                elapsed.TotalSeconds,
                Of(cluster),
                new KeyValuePair<string, object?>(OperationTag, operation),
                new KeyValuePair<string, object?>("tagalong.status", status));
        }
    }

    internal void AskedForOwner(ClusterName cluster, bool isHit) =>
        _owners.Add(1, Of(cluster), new KeyValuePair<string, object?>("tagalong.result", isHit ? "hit" : "miss"));

    internal void Unreadable(ClusterName cluster, string kind, int count)
    {
        if (count > 0)
        {
            _unreadable.Add(count, Of(cluster), new KeyValuePair<string, object?>(KindTag, kind));
        }
    }

    internal void LabeledFirst(ClusterName cluster, string kind, TimeSpan age)
    {
        if (age <= OldestToLabel)
        {
            // The creation time is by the API server's clock, which may be ahead.
            _timeToLabel.Record(Math.Max(0, age.TotalSeconds), Of(cluster), new KeyValuePair<string, object?>(KindTag, kind));
        }
    }

    internal void UnknownCluster(string? name) =>
        _unknown.Add(1, new KeyValuePair<string, object?>("tagalong.requested_cluster", _unknownClusters.Of(name)));

    private Histogram<double> Seconds(string name, string description, double[] boundaries) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private static KeyValuePair<string, object?> Of(ClusterName cluster) => new(ClusterTag, cluster.Value);
}
