using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Fleet;

/// <summary>The clusters of one state of the configuration, by name and by source.</summary>
internal sealed class FleetSnapshot
{
    private readonly FrozenDictionary<string, Cluster> _byName;
    private readonly FrozenDictionary<string, Cluster> _bySource;
    private readonly ImmutableArray<Cluster> _clusters;

    /// <summary>The clusters must be in the order of the configuration.</summary>
    public FleetSnapshot(FleetConfiguration configuration, ImmutableArray<Cluster> clusters)
    {
        (Configuration, _clusters) = (configuration, clusters);
        _byName = clusters.Where(static cluster => cluster.Name.IsNamed).ToFrozenDictionary(static cluster => cluster.Name.Value, StringComparer.Ordinal);
        _bySource = configuration.Clusters
            .SelectMany(definition => definition.Options.Sources.Select(source => KeyValuePair.Create(source, _byName[definition.Name.Value])))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    public static FleetSnapshot Empty { get; } = new(
        new FleetConfiguration([], [])
        {
            Endpoints = new EndpointFactory(new ClusterEnvironment(null, null, ""), new FleetOptions(), new KubeconfigCache(), TimeProvider.System, NullLogger.Instance),
        },
        []);

    public FleetConfiguration Configuration { get; }

    public IReadOnlyCollection<Cluster> Clusters => _clusters;

    public Cluster? Find(string? name, string source) => _clusters switch
    {
        [{ Name.IsNamed: false } only] => only,
        _ when !string.IsNullOrEmpty(name) => _byName.GetValueOrDefault(name),
        _ when _bySource.TryGetValue(source, out var listed) => listed,
        [var only] when Configuration.IsComplete => only,
        _ => null,
    };

    /// <summary>Retires the clusters that another snapshot does not have.</summary>
    public void Retire(FleetSnapshot except)
    {
        foreach (var cluster in _clusters.Except(except._clusters))
        {
            cluster.Retire();
        }
    }
}
