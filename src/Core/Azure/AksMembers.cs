using System.Collections.Immutable;

namespace Tagalong.Core.Azure;

/// <summary>What a listing found. Another one stands for a listing that found other clusters.</summary>
/// <param name="Clusters">The clusters, by name and resource id; default where no listing has succeeded yet.</param>
internal sealed class AksMembers(ImmutableArray<AksMember> Clusters)
{
    public static AksMembers NotYetKnown { get; } = new(default);

    /// <summary>Whether a listing has succeeded.</summary>
    public bool IsKnown => !Clusters.IsDefault;

    /// <summary>The clusters; none where no listing has succeeded yet.</summary>
    public ImmutableArray<AksMember> All { get; } = Clusters.IsDefault ? [] : Clusters;
}
