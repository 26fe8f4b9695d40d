using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.Concurrency;
using Tagalong.Core.Fleet;
using Tagalong.Core.Objects;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Rules;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Watching;

/// <summary>
/// Watches all kinds of which the policy wants to know, in one cluster, and hands each change that may matter to the sink,
/// until the sink has it.
/// </summary>
public sealed partial class Relay : IDisposable
{
    private readonly ClusterRegistry _clusters;
    private readonly IEventSink _sink;
    private readonly DeadLetters _deadLetters;
    private readonly WatchOptions _options;
    private readonly RelayMeasurements _measurements;
    private readonly TimeProvider _time;
    private readonly ILogger<Relay> _logger;
    private readonly ExponentialBackoff _backoff;
    private readonly List<(GroupKind Kind, KindWatch Watch, PendingEvents Waiting)> _kinds;
    private int _isSinkAway;

    /// <summary>Makes the relay; nothing is watched yet.</summary>
    public Relay(
        ClusterRegistry clusters,
        LabelPolicy policy,
        IEventSink sink,
        DeadLetters deadLetters,
        IOptions<WatchOptions> options,
        RelayMeasurements measurements,
        TimeProvider time,
        Random random,
        ILogger<Relay> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(measurements);
        (_clusters, _sink, _deadLetters, _options, _measurements) = (clusters, sink, deadLetters, options.Value, measurements);
        (_time, _logger, _backoff) = (time, logger, new ExponentialBackoff(options.Value.RetryDelay, options.Value.LongestRetryDelay, random));
        _kinds = [.. WatchedKind.AllOf(policy).Select(kind => Watch(kind, policy, random))];
        _measurements.Waiting(() => _kinds.Sum(static kind => kind.Waiting.Count));
    }

    /// <summary>Whether all that exists has been looked at once.</summary>
    public bool IsReady => _kinds.TrueForAll(static kind => kind.Watch.IsListed);

    /// <summary>How far the watch of a kind has come, and how much of that is not handed over yet.</summary>
    /// <exception cref="ArgumentException">The kind is not watched.</exception>
    public RelayPosition PositionOf(GroupKind kind)
    {
        foreach (var (type, watch, waiting) in _kinds)
        {
            if (type == kind)
            {
                // In this order: what was seen up to here waits already.
                var version = ResourceVersion.TryParse(watch.Version, out var seen) ? seen : default(ulong?);
                return new RelayPosition(version, waiting.Count);
            }
        }

        throw new ArgumentException($"The kind {kind} is not watched.", nameof(kind));
    }

    /// <summary>Why there can be nothing to watch, or null.</summary>
    public string? Fault => _clusters.Find(_options.Cluster, source: "") switch
    {
        { Cluster: null, Failure: { Reason: OutcomeReason.UnknownCluster } } when _options.Cluster.Length > 0 =>
            $"Tagalong:Watch:Cluster (--cluster) is '{_options.Cluster}', and no cluster of that name is configured.",
        { Cluster: null, Failure: { Reason: OutcomeReason.UnknownCluster } } =>
            "Several clusters are configured, and a watch is of one: name it by --cluster NAME (Tagalong:Watch:Cluster).",
        _ => null,
    };

    /// <summary>Watches until it is told to stop, and then sends what still waits, for as long as the settings allow.</summary>
    /// <param name="stopping">Ends the watch.</param>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var givenUp = new CancellationTokenSource();
        var sending = _kinds.SelectMany(kind => Enumerable.Range(0, _options.Concurrency).Select(_ => Task.Run(() => SendAllAsync(kind.Waiting, givenUp.Token), CancellationToken.None))).ToList();
        await Task.WhenAll(_kinds.Select(kind => Task.Run(() => kind.Watch.RunAsync(stopping), CancellationToken.None)))
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        try
        {
            await Task.WhenAll(_kinds.Select(static kind => kind.Waiting.WhenEmptyAsync())).WaitAsync(_options.DrainTimeout, _time, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Log.Left(_logger, _kinds.Sum(static kind => kind.Waiting.Count), _options.DrainTimeout);
        }

        await givenUp.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(sending).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _kinds.ForEach(static kind => kind.Waiting.Dispose());

    private (GroupKind Kind, KindWatch Watch, PendingEvents Waiting) Watch(WatchedKind kind, LabelPolicy policy, Random random)
    {
        var waiting = new PendingEvents(_options.Capacity, _time);
        return (kind.Type.GroupKind, new KindWatch(kind, policy, () => _clusters.Find(_options.Cluster, source: "").Cluster, waiting, _options, _measurements, _time, random, _logger), waiting);
    }

    private async Task SendAllAsync(PendingEvents waiting, CancellationToken cancellationToken)
    {
        try
        {
            while (await waiting.NextAsync(cancellationToken).ConfigureAwait(false) is { } next)
            {
                using var activity = Instruments.Activities.StartActivity("tagalong.relay", ActivityKind.Producer);
                var told = next.Event with { TraceParent = activity?.Id };
                var answer = await SendAsync(told, cancellationToken).ConfigureAwait(false);
                _measurements.Sent(told, answer.Status, _time.GetUtcNow() - told.Seen);
                await SettleAsync(waiting, next, answer, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What waits is looked at again by whoever is started next.
        }
    }

    private async ValueTask<SinkResult> SendAsync(RelayedEvent told, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.SendTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await _sink.SendAsync(told, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SinkResult(SinkStatus.Retry, $"It took longer than {_options.SendTimeout.TotalSeconds:0.###} s.");
        }
#pragma warning disable CA1031 // The edge of the process: a fault in one event must not end the work on all others.
        catch (Exception fault) when (!(fault is OperationCanceledException && cancellationToken.IsCancellationRequested))
#pragma warning restore CA1031
        {
            Log.Unforeseen(_logger, fault, told.Id);
            return new SinkResult(SinkStatus.Retry, "A fault in Tagalong itself.");
        }
    }

    private async ValueTask SettleAsync(PendingEvents waiting, PendingEvents.Sending sent, SinkResult answer, CancellationToken cancellationToken)
    {
        switch (answer.Status)
        {
            case SinkStatus.Accepted:
                if (Interlocked.Exchange(ref _isSinkAway, 0) == 1)
                {
                    Log.Back(_logger, _kinds.Sum(static kind => kind.Waiting.Count));
                }

                waiting.Settle(sent);
                break;
            case SinkStatus.Rejected when await TryKeepAsync(sent.Event, answer.Message, cancellationToken).ConfigureAwait(false):
                waiting.Settle(sent);
                break;
            case SinkStatus.Rejected:
                waiting.PutOff(sent, _options.LongestRetryDelay);
                break;
            case SinkStatus.Retry:
                if (Interlocked.Exchange(ref _isSinkAway, 1) == 0)
                {
                    Log.Away(_logger, sent.Event.Object.ToString(), answer.Message);
                }

                waiting.PutOff(sent, _backoff.After(sent.Failures + 1, answer.RetryAfter));
                break;
        }
    }

    private async ValueTask<bool> TryKeepAsync(RelayedEvent told, string? fault, CancellationToken cancellationToken)
    {
        try
        {
            await _deadLetters.KeepAsync(told, fault, cancellationToken).ConfigureAwait(false);
            return true;
        }
#pragma warning disable CA1031 // Whatever hinders it, the event is not lost, and those after it are sent.
        catch (Exception unwritten) when (unwritten is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Log.Unwritten(_logger, told.Id, unwritten.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The event of {Object} was not taken and is sent again, as are others until the sink takes one: {Fault}")]
        public static partial void Away(ILogger logger, string @object, string? fault);

        [LoggerMessage(2, LogLevel.Information, "The sink takes events again; {Waiting} wait.")]
        public static partial void Back(ILogger logger, int waiting);

        [LoggerMessage(3, LogLevel.Warning, "{Count} events were left unsent after {Timeout}; the next process looks at their objects again.")]
        public static partial void Left(ILogger logger, int count, TimeSpan timeout);

        [LoggerMessage(4, LogLevel.Error, "Event {Id} met a fault in Tagalong and is tried again.")]
        public static partial void Unforeseen(ILogger logger, Exception fault, string id);

        [LoggerMessage(5, LogLevel.Error, "Event {Id} was refused for good and could not be written to Tagalong:Watch:DeadLetterFile, so it is sent again: {Fault}")]
        public static partial void Unwritten(ILogger logger, string id, string fault);
    }
}
