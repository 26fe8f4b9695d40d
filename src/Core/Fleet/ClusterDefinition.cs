using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>A cluster as the configuration tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">The way to it, and its limits.</param>
/// <param name="Stamp">
/// Another one whenever a setting of it, or a file that it names, is another: then the cluster has to be connected anew.
/// </param>
internal sealed record ClusterDefinition(ClusterName Name, ClusterOptions Options, string Stamp)
{
    /// <summary>Where it is told of: what to look at if there is no way to it.</summary>
    public string Origin { get; init; } = $"{FleetLoader.Clusters}:{Name}";
}
