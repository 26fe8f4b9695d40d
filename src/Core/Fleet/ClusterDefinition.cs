using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>A cluster as configured.</summary>
/// <remarks>When its <see cref="ClusterStamp"/> changes, the cluster must be connected again.</remarks>
internal sealed record ClusterDefinition(ClusterName Name, ClusterOptions Options, string Stamp)
{
    /// <summary>Where it is configured.</summary>
    public string Origin { get; init; } = $"{FleetLoader.Clusters}:{Name}";
}
