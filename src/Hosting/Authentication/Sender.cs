using Tagalong.Core.Objects;

namespace Tagalong.Hosting.Authentication;

/// <summary>The sender of events.</summary>
/// <param name="Name">Its name in the configuration, or null.</param>
/// <param name="IsAuthenticated">Whether its identity is known. If not, its events are only hints, and objects are read again.</param>
/// <param name="Clusters">The clusters whose events it may send.</param>
public sealed record Sender(string? Name, bool IsAuthenticated, ClusterFilter Clusters)
{
    /// <summary>The sender that is both: it may send the events of either's clusters, and has a share of the limits of its own.</summary>
    public Sender Or(Sender other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new Sender($"{Name}, {other.Name}", IsAuthenticated && other.IsAuthenticated, Clusters.Or(other.Clusters));
    }

    /// <summary>A sender without credentials.</summary>
    public static Sender Anonymous { get; } = new(null, IsAuthenticated: false, ClusterFilter.All);

    /// <summary>A sender that the platform in front has authenticated.</summary>
    public static Sender OfPlatform { get; } = new(null, IsAuthenticated: true, ClusterFilter.All);
}
