using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Tagalong.Core.Outcomes;

/// <summary>The metrics and traces of Tagalong, by OpenTelemetry's conventions; whoever listens decides where they go.</summary>
public sealed class Instruments
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "Tagalong";

    private readonly Counter<long> _events;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _labels;
    private readonly Counter<long> _calls;

    /// <summary>Makes the instruments.</summary>
    public Instruments(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Name);
        _events = meter.CreateCounter<long>("tagalong.events", "{event}", "Events that came to an outcome.");
        _duration = meter.CreateHistogram<double>("tagalong.event.duration", "s", "Time from an event's arrival to its outcome.");
        _labels = meter.CreateCounter<long>("tagalong.labels", "{label}", "Labels that were written.");
        _calls = meter.CreateCounter<long>("tagalong.api.calls", "{call}", "Reads and writes that events took, retries not counted.");
    }

    internal static ActivitySource Activities { get; } = new(Name);

    internal void Record(Outcome outcome, TimeSpan elapsed)
    {
        var cluster = new KeyValuePair<string, object?>("k8s.cluster.name", outcome.Cluster.Value);
        var tags = new TagList
        {
            cluster,
            { "k8s.object.kind", outcome.Rule is null ? "" : outcome.Object?.Kind },
            { "tagalong.outcome", outcome.Kind.ToString() },
            { "tagalong.reason", outcome.Reason.ToString() },
        };
        _events.Add(1, tags);
        _duration.Record(elapsed.TotalSeconds, tags);
        Count(_labels, "added", outcome.Added.Count + outcome.Children.Added);
        Count(_labels, "changed", outcome.Changed.Count + outcome.Children.Changed);
        Count(_labels, "removed", outcome.Removed.Length + outcome.Children.Removed);
        Count(_calls, "read", outcome.Reads);
        Count(_calls, "write", outcome.Writes);

        void Count(Counter<long> counter, string operation, int count)
        {
            if (count > 0)
            {
                counter.Add(count, cluster, new KeyValuePair<string, object?>("tagalong.operation", operation));
            }
        }
    }
}
