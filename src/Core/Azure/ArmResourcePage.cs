namespace Tagalong.Core.Azure;

/// <summary>A page of clusters, or of a fleet's members.</summary>
internal sealed record ArmResourcePage(ArmResourcePage.Resource?[]? Value, string? NextLink)
{
    internal sealed record Resource(string? Id, string? Name, ResourceProperties? Properties);

    /// <param name="ClusterResourceId">Of a fleet's member: the cluster.</param>
    internal sealed record ResourceProperties(string? ClusterResourceId);
}
