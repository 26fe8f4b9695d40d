namespace Tagalong.Core.Clusters;

/// <summary>The cluster that is served, and the way to it. Section <c>Tagalong:Cluster</c>.</summary>
public sealed class ClusterOptions
{
    /// <summary>The cluster's name. Events that name another cluster are rejected.</summary>
    /// <value>Default: none; then every event is taken to be about this cluster, whatever it says.</value>
    public string Name { get; set; } = "";

    /// <summary>The kubeconfig file.</summary>
    /// <value>
    /// Default: none; then the pod's service account inside a cluster, else <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.
    /// </value>
    public string Kubeconfig { get; set; } = "";

    /// <summary>The context of the kubeconfig.</summary>
    /// <value>Default: none; then its current context.</value>
    public string Context { get; set; } = "";
}
