namespace Tagalong.Core.Objects;

/// <summary>Selects clusters by patterns of their names.</summary>
public sealed class ClusterFilter
{
    private readonly Glob[] _patterns;

    private ClusterFilter(Glob[] patterns) => _patterns = patterns;

    /// <summary>Every cluster, including the unnamed one.</summary>
    public static ClusterFilter All { get; } = new([new Glob("*")]);

    /// <summary>The clusters whose name matches one of the patterns.</summary>
    /// <param name="patterns">The patterns (<see cref="Glob"/>); none for every cluster.</param>
    public static ClusterFilter Of(IReadOnlyCollection<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return patterns.Count == 0 ? All : new ClusterFilter([.. patterns.Select(static pattern => new Glob(pattern))]);
    }

    /// <summary>The clusters that either filter selects.</summary>
    public ClusterFilter Or(ClusterFilter other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this == All || other == All ? All : new ClusterFilter([.. _patterns, .. other._patterns]);
    }

    /// <summary>Whether a cluster is selected. The unnamed cluster is, if a pattern matches every name.</summary>
    public bool Includes(ClusterName cluster) => Array.Exists(_patterns, pattern => pattern.Matches(cluster.Value ?? ""));
}
