namespace Tagalong.Core.Fleet;

/// <summary>A context of a kubeconfig: a cluster, a user, and the default namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The kubeconfig that it is in.</param>
public sealed record KubeconfigContext(string Name, string File)
{
    /// <summary>The namespace.</summary>
    /// <value>Default: <c>default</c>, as in kubectl.</value>
    public string Namespace { get; init; } = "default";
}
