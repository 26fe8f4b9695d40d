namespace Tagalong.Core.Objects;

/// <summary>Some of the clusters, by patterns of their names.</summary>
public sealed class ClusterFilter
{
    private readonly Glob[] _patterns;

    private ClusterFilter(Glob[] patterns) => _patterns = patterns;

    /// <summary>Every cluster, the one that nobody named included.</summary>
    public static ClusterFilter All { get; } = new([new Glob("*")]);

    /// <summary>The clusters whose name fits one of the patterns; <c>*</c> stands for any run of characters.</summary>
    /// <param name="patterns">The patterns; none at all stands for every cluster.</param>
    public static ClusterFilter Of(IReadOnlyCollection<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return patterns.Count == 0 ? All : new ClusterFilter([.. patterns.Select(static pattern => new Glob(pattern))]);
    }

    /// <summary>Whether a cluster is one of them. The cluster that nobody named is so only where every name would be.</summary>
    public bool Includes(ClusterName cluster) => Array.Exists(_patterns, pattern => pattern.Matches(cluster.Value ?? ""));
}
