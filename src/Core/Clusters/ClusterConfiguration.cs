using System.Security.Cryptography;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;
using YamlDotNet.Core;

namespace Tagalong.Core.Clusters;

/// <summary>Finds the way to a cluster as kubectl does: the kubeconfig that is named, else the pod's own, else the user's.</summary>
internal static class ClusterConfiguration
{
    /// <exception cref="OptionsValidationException">There is none, or it is not complete. The message says what to set.</exception>
    public static KubernetesClientConfiguration From(ClusterOptions options)
    {
        try
        {
            return Find(options.Kubeconfig, options.Context.Length == 0 ? null : options.Context);
        }
        catch (Exception fault) when (fault is KubeConfigException or IOException or UnauthorizedAccessException or FormatException
            or ArgumentException or YamlException or CryptographicException)
        {
            throw new OptionsValidationException(
                nameof(ClusterOptions),
                typeof(ClusterOptions),
                [
                    $"There is no way to the cluster: {fault.Message} Set Tagalong:Cluster:Kubeconfig (and Tagalong:Cluster:Context), "
                        + "or KUBECONFIG, or run in a pod that has a service account.",
                ]);
        }
    }

    private static KubernetesClientConfiguration Find(string kubeconfig, string? context)
    {
        if (kubeconfig.Length > 0)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig, context);
        }

        return context is null && KubernetesClientConfiguration.IsInCluster()
            ? KubernetesClientConfiguration.InClusterConfig()
            : KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: null, currentContext: context);
    }
}
