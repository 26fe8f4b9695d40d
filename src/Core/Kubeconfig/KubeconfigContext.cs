namespace Tagalong.Core.Kubeconfig;

/// <summary>A context of a kubeconfig: a cluster, a user, and the default namespace.</summary>
/// <param name="Name">Its name.</param>
/// <param name="File">The kubeconfig that it is in.</param>
public sealed record KubeconfigContext(string Name, string File)
{
    /// <summary>The namespace.</summary>
    /// <value>Default: <c>default</c>, as in kubectl.</value>
    public string Namespace { get; init; } = "default";

    /// <summary>The name of its cluster, or null.</summary>
    public string? Cluster { get; init; }

    /// <summary>The name of its user, or null.</summary>
    public string? User { get; init; }

    internal static KubeconfigContext Read(KubeconfigNode entry, string file)
    {
        var (name, context) = (entry["name"].Text() ?? "", entry["context"]);
        return new KubeconfigContext(name, file)
        {
            Namespace = context["namespace"].Text() ?? "default",
            Cluster = context["cluster"].Text(),
            User = context["user"].Text(),
        };
    }
}
