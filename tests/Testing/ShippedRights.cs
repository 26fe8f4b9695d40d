using Tagalong.DevCluster.Security;

namespace Tagalong.Testing;

/// <summary>The shipped rights of the labeler, as kubectl renders them from <c>infra/kubernetes</c>.</summary>
public static class ShippedRights
{
    /// <summary>The user with these rights.</summary>
    public const string User = "system:serviceaccount:tagalong:tagalong";

    /// <summary>The folder into which the build copies them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Shipped", "kubernetes");

    /// <summary>The manifests, one YAML document each.</summary>
    public static async Task<string> RenderAsync()
    {
        using var kubectl = new Kubectl(kubeconfig: "");
        return await kubectl.RunAsync($"kustomize {Folder}");
    }

    /// <summary>A user of a dev cluster with the rights in the manifests.</summary>
    public static async Task<DevUser> UserOfDevClusterAsync(string token) => new(User, token, ClusterRoles.Read(await RenderAsync()));
}
