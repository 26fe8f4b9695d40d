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
/// The clusters that are served. The configuration is looked at again while events come, and what changed of it is taken
/// over without a restart; a configuration with faults changes nothing.
/// </summary>
public sealed partial class ClusterRegistry : IDisposable
{
    private static readonly TimeSpan LookAgainAfterAStranger = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ListedWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookForImportsEvery = TimeSpan.FromMilliseconds(100);

    private readonly FleetSource _source;
    private readonly ClusterFactory _factory;
    private readonly FleetOptions _options;
    private readonly Instruments _instruments;
    private readonly TimeProvider _time;
    private readonly ILogger<ClusterRegistry> _logger;
    private readonly Lock _renewing = new();
    private volatile FleetSnapshot _directory;
    private long _lookedAt;
    private string _lastFault = "";
    private string _lastAmbiguity = "";

    /// <summary>Makes the catalog from the configuration; nothing is sent to a cluster before it is needed.</summary>
    /// <exception cref="OptionsValidationException">The configuration has faults; each names its setting.</exception>
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
        ArgumentNullException.ThrowIfNull(fleet);
        ArgumentNullException.ThrowIfNull(calls);
        ArgumentNullException.ThrowIfNull(owners);
        ArgumentNullException.ThrowIfNull(labeler);
        ArgumentNullException.ThrowIfNull(instruments);
        (_options, _instruments, _time, _logger) = (fleet.Value, instruments, time, logger);
        _source = new FleetSource(configuration, fleet.Value, azure, time);
        _factory = new ClusterFactory(calls.Value, owners.Value, labeler.Value, azure, instruments, time, random);
        _lookedAt = time.GetTimestamp();
        _directory = _factory.TryMake(_source.Read(), FleetSnapshot.Empty, out var faults)
            ?? throw new OptionsValidationException(nameof(FleetOptions), typeof(FleetOptions), faults);
        instruments.Watch(() => Clusters.Select(static cluster => (cluster.Name, (int)cluster.Connection.Breaker, cluster.EventsInFlight)));
    }

    /// <summary>The clusters as they are configured now.</summary>
    public IReadOnlyCollection<Cluster> Clusters => _directory.Clusters;

    /// <summary>
    /// Begins to connect to the only cluster, since a process that starts is about to need it. Which ones of many it will need,
    /// nobody knows: they are connected to when their first event comes.
    /// </summary>
    public void ConnectAhead()
    {
        if (_directory.Clusters is { Count: 1 } and var one)
        {
            _ = one.Single().Connection.OpenAsync(CancellationToken.None);
        }
    }

    /// <summary>The cluster that an event is about: the one that it names, else the one its source is listed for, else the only one.</summary>
    /// <param name="name">The name in the event, or null or empty if it has none.</param>
    /// <param name="source">The event's source.</param>
    /// <remarks>A cluster that nobody named serves every event: the object's uid guards it against mix-ups.</remarks>
    internal ClusterLookup Find(string? name, string source)
    {
        RenewIfOlderThan(_options.ReloadInterval);
        var found = _directory.Find(name, source);
        if (found is null)
        {
            // Whoever adds a cluster may not wait long before its events come.
            RenewIfOlderThan(_directory.Reading.IsOvertaken ? TimeSpan.Zero : LookAgainAfterAStranger);
            found = _directory.Find(name, source);
        }

        return found is not null ? new ClusterLookup(found, default) : new ClusterLookup(null, Missing(name, source));
    }

    /// <summary>Waits until all clusters are known that the configuration names or imports.</summary>
    /// <param name="patience">How long to wait for those that are imported.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether all are known.</returns>
    internal async ValueTask<bool> CompleteAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        RenewIfOlderThan(_options.ReloadInterval);
        while (true)
        {
            var mayBeMore = false;
            foreach (var import in _directory.Reading.Imports)
            {
                mayBeMore |= import.MayYetHave(null);
            }

            if (_directory.Reading.IsOvertaken)
            {
                RenewIfOlderThan(TimeSpan.Zero);
            }
            else if (!mayBeMore)
            {
                return true;
            }

            if (_time.GetElapsedTime(started) >= patience)
            {
                return false;
            }

            await Task.Delay(LookForImportsEvery, _time, cancellationToken).ConfigureAwait(false);
        }
    }

    private Failure Missing(string? name, string source)
    {
        var reading = _directory.Reading;
        if (!string.IsNullOrEmpty(name) && reading.Ambiguous.TryGetValue(name, out var ambiguity))
        {
            return new Failure(OutcomeReason.FleetIncomplete, ambiguity);
        }

        var mayYetBeFound = false;
        foreach (var import in reading.Imports)
        {
            mayYetBeFound |= import.MayYetHave(name);
        }

        if (mayYetBeFound)
        {
            return new Failure(
                OutcomeReason.FleetIncomplete, "What the fleet imports from Azure is being listed; until that is done, nobody knows which cluster this is.", ListedWithin);
        }

        _instruments.UnknownCluster(name);
        return new Failure(
            OutcomeReason.UnknownCluster,
            string.IsNullOrEmpty(name)
                ? $"The event has no extension '{_options.ClusterExtension}', and no cluster lists its source '{source}'."
                : $"No cluster of the name '{name}' is configured.");
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Retire(except: FleetSnapshot.Empty);

    private void RenewIfOlderThan(TimeSpan age)
    {
        if (_time.GetElapsedTime(Volatile.Read(ref _lookedAt)) < age || !_renewing.TryEnter())
        {
            return;
        }

        try
        {
            Volatile.Write(ref _lookedAt, _time.GetTimestamp());
            Renew();
        }
        finally
        {
            _renewing.Exit();
        }
    }

    private void Renew()
    {
        var before = _directory;
        var reading = _source.Read();
        var saysTheSame = reading.SaysTheSameAs(before.Reading);
        if (reading.Faults.IsEmpty && saysTheSame && reading.SawTheSameAs(before.Reading))
        {
            _lastFault = "";
            return;
        }

        if (_factory.TryMake(reading, before, out var faults) is not { } made)
        {
            Complain(string.Join(' ', faults));
            return;
        }

        (_directory, _lastFault) = (made, "");
        before.Retire(except: made);
        Complain(reading.Ambiguous);
        if (saysTheSame)
        {
            return;
        }

        Log.Renewed(_logger, made.Clusters.Count, made.Clusters.Except(before.Clusters).Count(), before.Clusters.Except(made.Clusters).Count());
    }

    /// <summary>Once for each fault, however often it is met.</summary>
    private void Complain(string fault)
    {
        if (fault != _lastFault)
        {
            _lastFault = fault;
            Log.Kept(_logger, fault);
        }
    }

    private void Complain(ImmutableSortedDictionary<string, string> ambiguous)
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
        [LoggerMessage(1, LogLevel.Information, "The fleet's configuration changed: {Count} clusters are served now, {New} of them new or connected anew, {Left} were let go.")]
        public static partial void Renewed(ILogger logger, int count, int @new, int left);

        [LoggerMessage(2, LogLevel.Error, "The fleet's configuration changed and has faults, so the clusters are served as before. {Faults}")]
        public static partial void Kept(ILogger logger, string faults);

        [LoggerMessage(3, LogLevel.Error, "Clusters that Azure lists share a name and are not served by it: their events are put off. {Ambiguity}")]
        public static partial void Ambiguous(ILogger logger, string ambiguity);
    }
}
