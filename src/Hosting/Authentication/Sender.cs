using Tagalong.Core.Objects;

namespace Tagalong.Hosting.Authentication;

/// <summary>Who sent a request.</summary>
/// <param name="Name">The name by which the configuration knows it, or null.</param>
/// <param name="IsAuthenticated">Whether it is known to be who it should be.</param>
/// <param name="Clusters">The clusters whose events it may send.</param>
internal sealed record Sender(string? Name, bool IsAuthenticated, ClusterFilter Clusters)
{
    /// <summary>Somebody.</summary>
    public static Sender Anonymous { get; } = new(null, IsAuthenticated: false, ClusterFilter.All);

    /// <summary>Somebody for whom the platform in front vouches.</summary>
    public static Sender OfPlatform { get; } = new(null, IsAuthenticated: true, ClusterFilter.All);
}
