namespace Tagalong.Core.Azure;

/// <summary>The resource id of an AKS cluster or an AKS fleet.</summary>
internal sealed record AksResource
{
    private AksResource(string id, string name) => (Id, Name) = (id, name);

    /// <summary>The id, which starts with a slash and ends without one. Upper and lower case are the same in it.</summary>
    public string Id { get; }

    /// <summary>The last part of it.</summary>
    public string Name { get; }

    /// <summary>The id of a cluster, or null if it is none.</summary>
    public static AksResource? Cluster(string id) => Parse(id, "managedClusters");

    /// <summary>The id of a fleet, or null if it is none.</summary>
    public static AksResource? Fleet(string id) => Parse(id, "fleets");

    /// <inheritdoc/>
    public override string ToString() => Id;

    /// <remarks>It becomes the path of a request, so nothing is let through that could lead elsewhere.</remarks>
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
