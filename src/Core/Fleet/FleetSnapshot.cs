using System.Collections.Frozen;
using System.Collections.Immutable;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Fleet;

/// <summary>The clusters of one reading of the configuration, to be found by name or source.</summary>
internal sealed class FleetSnapshot
{
    private readonly FrozenDictionary<string, Cluster> _byName;
    private readonly FrozenDictionary<string, Cluster> _bySource;
    private readonly ImmutableArray<Cluster> _clusters;

    /// <param name="reading">What was read.</param>
    /// <param name="clusters">The clusters, in the order of the reading; one, if it names none.</param>
    public FleetSnapshot(FleetReadResult reading, ImmutableArray<Cluster> clusters)
    {
        (Reading, _clusters) = (reading, clusters);
        _byName = clusters.Where(static cluster => cluster.Name.IsNamed).ToFrozenDictionary(static cluster => cluster.Name.Value, StringComparer.Ordinal);
        _bySource = reading.Clusters
            .SelectMany(declared => declared.Options.Sources.Select(source => KeyValuePair.Create(source, _byName[declared.Name.Value])))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static FleetSnapshot Empty { get; } = new(
        new FleetReadResult([], new ClusterLimitOptions(), []) { Configurations = new ClientConfigurations(new ClusterEnvironment([], null, ""), TimeProvider.System) }, []);

    public FleetReadResult Reading { get; }

    public IReadOnlyCollection<Cluster> Clusters => _clusters;

    public Cluster? Find(string? name, string source) => _clusters switch
    {
        [{ Name.IsNamed: false } only] => only,
        _ when !string.IsNullOrEmpty(name) => _byName.GetValueOrDefault(name),
        _ when _bySource.TryGetValue(source, out var listed) => listed,
        [var only] when Reading.IsComplete => only,
        _ => null,
    };

    /// <summary>Lets go of the clusters that another directory has not.</summary>
    public void Retire(FleetSnapshot except)
    {
        foreach (var cluster in _clusters.Except(except._clusters))
        {
            cluster.Retire();
        }
    }
}
