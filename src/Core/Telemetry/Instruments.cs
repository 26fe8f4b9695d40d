using System.Diagnostics;
using System.Diagnostics.Metrics;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;

namespace Tagalong.Core.Telemetry;

/// <summary>The metrics and traces of Tagalong, by OpenTelemetry's conventions; whoever listens decides where they go.</summary>
/// <remarks>
/// An attribute has values out of a closed set only: configured clusters, kinds that a rule names, enumerations. What a
/// stranger chooses is bounded first.
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

    /// <summary>Labels that come later were not waited for: the object was there before Tagalong was, or was relabelled.</summary>
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
    private readonly Counter<long> _unknown;

    /// <summary>Makes the instruments.</summary>
    public Instruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        _meter = meters.Create(Name);
        _events = _meter.CreateCounter<long>("tagalong.events", "{event}", "Events that came to an outcome.");
        _duration = Seconds("tagalong.event.duration", "Time from an event's arrival to its outcome.",
            [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15]);
        _labels = _meter.CreateCounter<long>("tagalong.labels", "{label}", "Labels that were written.");
        _calls = _meter.CreateCounter<long>("tagalong.api.calls", "{call}", "Reads and writes that events took, retries not counted.");
        _attempts = Seconds("tagalong.api.attempt.duration", "Time that one attempt of a call to an API server took.",
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]);
        _timeToLabel = Seconds("tagalong.time_to_label", "Time from an object's creation to its first label by Tagalong.",
            [0.5, 1, 2, 3, 5, 10, 15, 30, 60, 120, 300, 600]);
        _owners = _meter.CreateCounter<long>("tagalong.owner.lookups", "{lookup}", "Owners that were asked for, from memory or the API server.");
        _unknown = _meter.CreateCounter<long>("tagalong.unknown_cluster.events", "{event}", "Events of clusters that are not configured.");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    /// <summary>Has the state of the clusters shown, as it is whenever somebody looks.</summary>
    /// <param name="clusters">For each cluster: its name, whether its API server is called, and how many of its events are in progress.</param>
    internal void Watch(Func<IEnumerable<(ClusterName Name, int CircuitState, int EventsInFlight)>> clusters)
    {
        _meter.CreateObservableGauge(
            "tagalong.cluster.breaker.state", () => Each(static cluster => cluster.CircuitState), "{state}",
            "Whether the API server is called: 0 closed, 1 half-open, 2 open.");
        _meter.CreateObservableUpDownCounter(
            "tagalong.cluster.events.in_flight", () => Each(static cluster => cluster.EventsInFlight), "{event}",
            "Events of the cluster that are being worked on.");

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

    internal void LabeledFirst(ClusterName cluster, string kind, TimeSpan age)
    {
        if (age <= OldestToLabel)
        {
            // The object's clock is the API server's, which may be ahead of ours.
            _timeToLabel.Record(Math.Max(0, age.TotalSeconds), Of(cluster), new KeyValuePair<string, object?>(KindTag, kind));
        }
    }

    internal void UnknownCluster(string? name) =>
        _unknown.Add(1, new KeyValuePair<string, object?>("tagalong.requested_cluster", _unknownClusters.Of(name)));

    private Histogram<double> Seconds(string name, string description, double[] boundaries) =>
        _meter.CreateHistogram(name, "s", description, tags: null, new InstrumentAdvice<double> { HistogramBucketBoundaries = boundaries });

    private static KeyValuePair<string, object?> Of(ClusterName cluster) => new(ClusterTag, cluster.Value);
}
