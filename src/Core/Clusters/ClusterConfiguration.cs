using k8s;

namespace Tagalong.Core.Clusters;

/// <summary>Finds the way to a cluster as kubectl does: the kubeconfig that is named, else the pod's own, else the user's.</summary>
internal static class ClusterConfiguration
{
    /// <exception cref="k8s.Exceptions.KubeConfigException">There is none, or it is not complete.</exception>
    public static KubernetesClientConfiguration From(ClusterOptions options)
    {
        var context = options.Context.Length == 0 ? null : options.Context;
        if (options.Kubeconfig.Length > 0)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig, context);
        }

        return context is null && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: null, currentContext: context);
    }
}
