using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;

namespace Tagalong.Core.Watching;

/// <summary>Watches all kinds of the policy in one cluster, and sends each change that may matter until the sink has it.</summary>
public sealed partial class Relay : IDisposable
{
    private readonly ClusterRegistry _clusters;
    private readonly WatchOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<Relay> _logger;
    private readonly DeadLetters _deadLetters;
    private readonly EventSender _sender;
    private readonly ImmutableArray<(KindWatch Watch, PendingEvents Pending)> _kinds;

    /// <summary>Sets the relay up; nothing is watched yet.</summary>
    public Relay(
        ClusterRegistry clusters,
        LabelPolicy policy,
        IEventSink sink,
        IOptions<WatchOptions> options,
        RelayMeasurements measurements,
        TimeProvider time,
        Random random,
        ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(measurements);
        (_clusters, _options, _time, _logger) = (clusters, options.Value, time, loggers.CreateLogger<Relay>());
        _deadLetters = new DeadLetters(_options, loggers.CreateLogger<DeadLetters>());
        _sender = new EventSender(sink, _deadLetters, _options, measurements, time, random, _logger);
        _kinds = [.. WatchedKind.AllOf(policy).Select(kind =>
        {
            var pending = new PendingEvents(_options.Capacity, time);
            var changes = new ObjectChanges(kind, policy, pending, measurements, time);
            return (new KindWatch(kind, new KindStream(kind, changes, _options, random, _logger), FindCluster, _options, measurements, time, random, _logger), pending);
        })];
        measurements.ObservePending(CountPending, () => _kinds.Sum(static kind => kind.Pending.SlowCount));

        Cluster? FindCluster() => clusters.Find(_options.Cluster, source: "").Cluster;
    }

    /// <summary>Whether all existing objects were seen once.</summary>
    public bool IsReady => _kinds.All(static kind => kind.Watch.IsListed);

    /// <summary>Why there is no cluster to watch, or null.</summary>
    public string? Error => _clusters.Find(_options.Cluster, source: "") switch
    {
        { Cluster: null, Failure: { Reason: OutcomeReason.UnknownCluster } } when _options.Cluster.Length > 0 =>
            $"Tagalong:Watch:Cluster (--cluster) is '{_options.Cluster}', and no cluster of that name is configured.",
        { Cluster: null, Failure: { Reason: OutcomeReason.UnknownCluster } } =>
            "Several clusters are configured, and a relay watches one: name it by --cluster NAME (Tagalong:Watch:Cluster).",
        _ => null,
    };

    /// <summary>The progress of the watch of a kind.</summary>
    /// <exception cref="ArgumentException">The kind is not watched.</exception>
    public RelayPosition PositionOf(GroupKind kind)
    {
        var (watch, pending) = _kinds.FirstOrDefault(watched => watched.Watch.Kind == kind);
        if (watch is null)
        {
            throw new ArgumentException($"The kind {kind} is not watched.", nameof(kind));
        }

        // In this order, because all events up to this version are pending or sent.
        var version = ResourceVersion.TryParse(watch.Version, out var seen) ? seen : default(ulong?);
        return new RelayPosition(version, pending.Count);
    }

    /// <summary>Watches until it is stopped, then sends the pending events for as long as <see cref="WatchOptions.DrainTimeout"/> allows.</summary>
    /// <param name="stopping">Ends the watch.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var abandoned = new CancellationTokenSource();

        // One event of the slow lane at a time, so that it takes no more than one call from the others.
        var sending = _kinds.SelectMany(kind => Enumerable.Repeat((kind.Pending, IsSlow: false), _options.Concurrency).Append((kind.Pending, IsSlow: true)))
            .Select(lane => Task.Run(() => _sender.RunAsync(lane.Pending, lane.IsSlow, abandoned.Token), CancellationToken.None)).ToList();
        await Task.WhenAll(_kinds.Select(kind => Task.Run(() => kind.Watch.RunAsync(stopping), CancellationToken.None)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        try
        {
            await Task.WhenAll(_kinds.Select(static kind => kind.Pending.WhenEmptyAsync())).WaitAsync(_options.DrainTimeout, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.NotDrained(_logger, CountPending(), _options.DrainTimeout);
        }

        await abandoned.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(sending).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, pending) in _kinds)
        {
            pending.Dispose();
        }

        _deadLetters.Dispose();
    }

    private int CountPending() => _kinds.Sum(static kind => kind.Pending.Count);

    private static partial class Log
    {
        [LoggerMessage(1155, LogLevel.Warning, "Sending ended after {Timeout} with pending events: {Count}. The next process lists their objects again.")]
        public static partial void NotDrained(ILogger logger, int count, TimeSpan timeout);
    }
}
