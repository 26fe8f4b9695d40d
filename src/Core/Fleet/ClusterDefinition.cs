using Tagalong.Core.Kubeconfig;
using Tagalong.Core.Objects;

namespace Tagalong.Core.Fleet;

/// <summary>A cluster as configured.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Context">Its context, if it is from a kubeconfig.</param>
/// <param name="Error">Why it cannot be used, or null.</param>
internal sealed record ClusterDefinition(ClusterName Name, ClusterOptions Options, ResolvedContext? Context, string? Error)
{
    /// <summary>Where it is configured.</summary>
    public string Origin { get; init; } = $"{FleetLoader.Clusters}:{Name}";

    /// <summary>When it changes, the cluster must be connected again.</summary>
    /// <remarks>Without the files of certificates and tokens: the connection follows them.</remarks>
    public string Stamp { get; init; } = $"{Options}\n{Context?.Fingerprint()}\n{Error}";
}
