namespace Tagalong.Core.Fleet;

/// <summary>A context of a kubeconfig: a cluster, a user, and the namespace that is meant where nobody names one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The kubeconfig that it stands in.</param>
public sealed record KubeconfigContext(string Name, string File)
{
    /// <summary>The namespace.</summary>
    /// <value>Default: <c>default</c>, as kubectl has it.</value>
    public string Namespace { get; init; } = "default";
}
