using Tagalong.Core.Labels;

namespace Tagalong.Core.Clusters;

/// <summary>Some of the clusters, by patterns of their names.</summary>
public sealed class ClusterScope
{
    private readonly KeyPattern[] _patterns;

    private ClusterScope(KeyPattern[] patterns) => _patterns = patterns;

    /// <summary>Every cluster, the one that nobody named included.</summary>
    public static ClusterScope All { get; } = new([new KeyPattern("*")]);

    /// <summary>The clusters whose name fits one of the patterns; <c>*</c> stands for any run of characters.</summary>
    /// <param name="patterns">The patterns; none at all stands for every cluster.</param>
    public static ClusterScope Of(IReadOnlyCollection<string> patterns)
    {
        ArgumentNullException.ThrowIfNull(patterns);
        return patterns.Count == 0 ? All : new ClusterScope([.. patterns.Select(static pattern => new KeyPattern(pattern))]);
    }

    /// <summary>Whether a cluster is one of them. The cluster that nobody named is so only where every name would be.</summary>
    public bool Includes(ClusterName cluster) => Array.Exists(_patterns, pattern => pattern.Matches(cluster.Value ?? ""));
}
