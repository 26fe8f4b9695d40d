namespace Tagalong.Core.Fleet;

/// <summary>Many clusters at once, from a kubeconfig or a list in Azure. Section <c>Tagalong:Imports:N</c>.</summary>
internal sealed class ClusterImportOptions
{
    /// <summary>A kubeconfig; each of its contexts is a cluster of that name.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>An Azure subscription's id; each of its AKS clusters that the identity may list is a cluster of that name.</summary>
    public string? Subscription { get; set; }

    /// <summary>
    /// The resource id of an AKS fleet, <c>/subscriptions/…/fleets/NAME</c>; each member that is an AKS cluster is a cluster
    /// of the member's name.
    /// </summary>
    public string? AksFleet { get; set; }

    /// <summary>Which of the names are imported: a glob, in which <c>*</c> stands for any run of characters.</summary>
    /// <value>Default: <c>*</c>.</value>
    public string Names { get; set; } = "*";
}
