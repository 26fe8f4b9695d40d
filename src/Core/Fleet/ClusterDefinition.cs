using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>A cluster as configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Stamp">Its <see cref="ClusterStamp"/>: when it changes, the cluster must be connected again.</param>
internal sealed record ClusterDefinition(ClusterName Name, ClusterOptions Options, string Stamp)
{
    /// <summary>Where it is configured.</summary>
    public string Origin { get; init; } = $"{FleetLoader.Clusters}:{Name}";
}
