namespace Tagalong.Core.Azure;

/// <summary>The resource id of an AKS cluster or an AKS fleet.</summary>
internal sealed record AksResource
{
    private AksResource(string id, string name) => (Id, Name) = (id, name);

    /// <summary>The id, with a leading slash and without a trailing one. It is not case-sensitive.</summary>
    public string Id { get; }

    /// <summary>Its last segment.</summary>
    public string Name { get; }

    /// <summary>The id of a cluster, or null where it is not one.</summary>
    public static AksResource? Cluster(string id) => Parse(id, "managedClusters");

    /// <summary>The id of a fleet, or null where it is not one.</summary>
    public static AksResource? Fleet(string id) => Parse(id, "fleets");

    public override string ToString() => Id;

    /// <remarks>The id becomes the path of a request, so every segment is checked.</remarks>
    private static AksResource? Parse(string id, string type) => id.Split('/') switch
    {
        ["", var subscriptions, var subscription, var resourceGroups, var group, var providers, var provider, var resource, var name]
            when Is(subscriptions, "subscriptions") && Guid.TryParseExact(subscription, "D", out _)
            && Is(resourceGroups, "resourceGroups") && IsName(group)
            && Is(providers, "providers") && Is(provider, "Microsoft.ContainerService")
            && Is(resource, type) && IsName(name) => new AksResource(id, name),
        _ => null,
    };

    private static bool Is(string part, string wanted) => part.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    private static bool IsName(string part) =>
        part.Length is > 0 and <= 90 && part is not ("." or "..") && part.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or '(' or ')');
}
