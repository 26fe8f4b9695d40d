using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;
using Tagalong.Core.Outcomes;
using Tagalong.Core.Owners;
using Tagalong.Core.Telemetry;

namespace Tagalong.Core.Fleet;

/// <summary>
/// The configured clusters. The configuration is checked for changes while events arrive, and changes apply without a restart; a configuration
/// with errors changes nothing.
/// </summary>
public sealed partial class ClusterRegistry : IDisposable
{
    private static readonly TimeSpan RefreshIntervalIfUnknown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ListingTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ImportPollInterval = TimeSpan.FromMilliseconds(100);

    private readonly FleetSource _source;
    private readonly ClusterFactory _factory;
    private readonly FleetOptions _options;
    private readonly Instruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterRegistry> _logger;
    private readonly Lock _refreshing = new();
    private volatile FleetSnapshot _snapshot;
    private long _refreshedAt;
    private string _lastError = "";
    private string _lastAmbiguity = "";

    /// <summary>Reads the configuration; nothing is sent to a cluster before it is needed.</summary>
    /// <exception cref="OptionsValidationException">The configuration has errors, each of which names its setting, or no cluster can be used.</exception>
    internal ClusterRegistry(
        IConfiguration configuration,
        IOptions<FleetOptions> fleet,
        IOptions<ApiCallOptions> calls,
        IOptions<OwnerCacheOptions> owners,
        IOptions<LabelerOptions> labeler,
        AzureAccess azure,
        Instruments instruments,
        TimeProvider time,
        Random random,
        ILogger<ClusterRegistry> logger)
    {
        (_options, _instruments, _time, _logger) = (fleet.Value, instruments, time, logger);
        _source = new FleetSource(configuration, fleet.Value, azure, time, logger);
        _factory = new ClusterFactory(calls.Value, owners.Value, labeler.Value, azure, instruments, time, random, logger);
        _refreshedAt = time.GetTimestamp();
        _snapshot = Start();
        instruments.Watch(() => Clusters.Select(static cluster => (cluster.Name, (int)cluster.Connection.Breaker, cluster.EventsInFlight)));
    }

    /// <summary>The clusters as configured now.</summary>
    public IReadOnlyCollection<Cluster> Clusters => _snapshot.Clusters;

    /// <summary>
    /// Starts to connect to the only cluster, because the process is about to need it. With several clusters it is not known which ones are needed:
    /// each is connected with its first event.
    /// </summary>
    public void ConnectAhead()
    {
        if (_snapshot.Clusters is { Count: 1 } and var one)
        {
            _ = one.Single().Connection.OpenAsync(CancellationToken.None);
        }
    }

    /// <summary>The cluster of an event: the one that it names, else the one that lists its source, else the only one.</summary>
    /// <remarks>A single cluster without a name is used for every event: the object's uid protects from mistakes.</remarks>
    internal ClusterLookup Find(string? name, string source)
    {
        RefreshIfOlderThan(_options.ReloadInterval);
        var found = _snapshot.Find(name, source);
        if (found is null)
        {
            // The events of a cluster that was just added may arrive at once.
            RefreshIfOlderThan(_snapshot.Configuration.IsOutdated ? TimeSpan.Zero : RefreshIntervalIfUnknown);
            found = _snapshot.Find(name, source);
        }

        return found is not null ? new ClusterLookup(found, default) : new ClusterLookup(null, Missing(name, source));
    }

    /// <summary>Waits until all imports have been listed; false if the time-out is over before.</summary>
    internal async ValueTask<bool> CompleteAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        RefreshIfOlderThan(_options.ReloadInterval);
        while (true)
        {
            var mayHaveMore = _snapshot.Configuration.ImportsMayHave(null);
            if (_snapshot.Configuration.IsOutdated)
            {
                RefreshIfOlderThan(TimeSpan.Zero);
            }
            else if (!mayHaveMore)
            {
                return true;
            }

            if (_time.GetElapsedTime(started) >= timeout)
            {
                return false;
            }

            await Task.Delay(ImportPollInterval, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Failure Missing(string? name, string source)
    {
        var configuration = _snapshot.Configuration;
        if (!string.IsNullOrEmpty(name) && configuration.Ambiguous.TryGetValue(name, out var ambiguity))
        {
            return new Failure(OutcomeReason.FleetIncomplete, ambiguity);
        }

        if (configuration.ImportsMayHave(name))
        {
            return new Failure(
                OutcomeReason.FleetIncomplete, "The cluster is not known yet: the clusters that are imported from Azure are being listed.", ListingTime);
        }

        _instruments.UnknownCluster(name);
        return new Failure(
            OutcomeReason.UnknownCluster,
            string.IsNullOrEmpty(name)
                ? $"The event has no extension '{_options.ClusterExtension}', and no cluster lists its source '{source}'."
                : $"No cluster named '{name}' is configured.");
    }

    /// <inheritdoc/>
    public void Dispose() => _snapshot.Retire(except: FleetSnapshot.Empty);

    private void RefreshIfOlderThan(TimeSpan age)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _refreshedAt)) < age || !_refreshing.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _refreshedAt, _time.GetTimestamp());
            Refresh();
        }
        finally
        {
            _refreshing.Exit();
        }
    }

    private void Refresh()
    {
        var before = _snapshot;
        var configuration = _source.Read();
        var hasSameClusters = configuration.HasSameClusters(before.Configuration);
        if (configuration.Errors.IsEmpty && hasSameClusters && configuration.HasSameImports(before.Configuration))
        {
            _lastError = "";
            return;
        }

        if (!configuration.Errors.IsEmpty)
        {
            LogOnce(string.Join(' ', configuration.Errors), Log.FleetRejected);
            return;
        }

        var made = _factory.Make(configuration, before, out var faults);
        _snapshot = made;
        before.Retire(except: made);
        LogOnce(string.Join(' ', faults), Log.ClustersFaulty);
        LogOnce(configuration.Ambiguous);
        if (!made.Clusters.SequenceEqual(before.Clusters))
        {
            Log.FleetChanged(_logger, made.Clusters.Count, made.Clusters.Except(before.Clusters).Count(), before.Clusters.Except(made.Clusters).Count());
        }
    }

    private FleetSnapshot Start()
    {
        var configuration = _source.Read();
        if (!configuration.Errors.IsEmpty)
        {
            throw new OptionsValidationException(nameof(FleetOptions), typeof(FleetOptions), configuration.Errors);
        }

        var made = _factory.Make(configuration, FleetSnapshot.Empty, out var faults);
        if (faults.Count > 0 && faults.Count == made.Clusters.Count && configuration.Imports.IsEmpty)
        {
            throw new OptionsValidationException(nameof(FleetOptions), typeof(FleetOptions), faults);
        }

        LogOnce(string.Join(' ', faults), Log.ClustersFaulty);
        return made;
    }

    private void LogOnce(string errors, Action<ILogger, string> log)
    {
        if (errors != _lastError && errors.Length > 0)
        {
            log(_logger, errors);
        }

        _lastError = errors;
    }

    private void LogOnce(ImmutableSortedDictionary<string, string> ambiguous)
    {
        var ambiguity = string.Join(' ', ambiguous.Values);
        if (ambiguity != _lastAmbiguity && ambiguity.Length > 0)
        {
            Log.Ambiguous(_logger, ambiguity);
        }

        _lastAmbiguity = ambiguity;
    }

    private static partial class Log
    {
        [LoggerMessage(1050, LogLevel.Information, "The fleet changed. Clusters: {Count}; added or reconnected: {Added}; removed or reconnected: {Removed}.")]
        public static partial void FleetChanged(ILogger logger, int count, int added, int removed);

        [LoggerMessage(1051, LogLevel.Error, "The changed configuration of the fleet has errors and was not applied: {Errors}")]
        public static partial void FleetRejected(ILogger logger, string errors);

        [LoggerMessage(1053, LogLevel.Error,
            "The configuration of single clusters does not work; each stays as it was before, if it was, and the others are served: {Errors}")]
        public static partial void ClustersFaulty(ILogger logger, string errors);

        [LoggerMessage(1052, LogLevel.Error, "Several clusters that Azure lists have the same name; their events are deferred. {Ambiguity}")]
        public static partial void Ambiguous(ILogger logger, string ambiguity);
    }
}
