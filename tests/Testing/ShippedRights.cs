using Tagalong.DevCluster.Security;

namespace Tagalong.Testing;

/// <summary>The rights that ship for the labeler, as kubectl renders them from <c>infra/kubernetes</c>.</summary>
public static class ShippedRights
{
    /// <summary>The user that they are granted to.</summary>
    public const string User = "system:serviceaccount:tagalong:tagalong";

    /// <summary>Where they are, as the build put them.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Shipped", "kubernetes");

    /// <summary>The manifests, one YAML document each.</summary>
    public static async Task<string> RenderAsync()
    {
        using var kubectl = new Kubectl(kubeconfig: "");
        return await kubectl.RunAsync($"kustomize {Folder}");
    }

    /// <summary>A user of a dev cluster who may do what the manifests say.</summary>
    public static async Task<DevUser> UserOfDevClusterAsync(string token) => new(User, token, ClusterRoles.Read(await RenderAsync()));
}
