namespace Tagalong.Core.Azure;

/// <summary>A cluster that a listing found.</summary>
/// <param name="Name">The name that Tagalong uses: the cluster's; in an AKS fleet, the member's.</param>
/// <param name="ResourceId">The cluster's resource id.</param>
internal sealed record AksMember(string Name, string ResourceId)
{
    /// <summary>The cluster in an element of a page; null where it is another kind of member, such as an Arc-enabled cluster of a fleet.</summary>
    public static AksMember? Of(ArmResourcePage.Resource? resource)
    {
        var id = resource?.Properties?.ClusterResourceId is { Length: > 0 } member ? member : resource?.Id;
        return resource?.Name is { Length: > 0 } name && AksResource.Cluster(id ?? "") is { } cluster ? new AksMember(name, cluster.Id) : null;
    }
}
