using System.Security.Cryptography;
using k8s;
using k8s.Exceptions;
using Microsoft.Extensions.Options;
using YamlDotNet.Core;

namespace Tagalong.Core.Clusters;

/// <summary>Finds the way to a cluster as kubectl does: the kubeconfig that is named, else the pod's own, else the user's.</summary>
internal static class ClusterConnector
{
    /// <exception cref="OptionsValidationException">There is none, or it is not complete. The message says what to set.</exception>
    public static ClusterConnection Connect(ClusterOptions options, ApiCallOptions calls, TimeProvider time, Random random)
    {
        try
        {
            return new ClusterConnection(Find(options.Kubeconfig, options.Context.Length == 0 ? null : options.Context), calls, time, random);
        }
        catch (Exception fault) when (fault is KubeConfigException or IOException or UnauthorizedAccessException or FormatException
            or ArgumentException or YamlException or CryptographicException)
        {
            throw new OptionsValidationException(
                nameof(ClusterOptions),
                typeof(ClusterOptions),
                [
                    $"There is no way to the cluster: {fault.Message.TrimEnd('.')}. Set Tagalong:Cluster:Kubeconfig (and Tagalong:Cluster:Context), "
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

        if (context is null && KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return named switch
        {
            [] => KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfigPath: null, currentContext: context),
            [var only] => KubernetesClientConfiguration.BuildConfigFromConfigFile(only, context),

            // Without a context in question, the client merges the files as kubectl does.
            _ when context is null => KubernetesClientConfiguration.BuildDefaultConfig(),
            _ => FindContext(named, context),
        };
    }

    private static KubernetesClientConfiguration FindContext(string[] files, string context)
    {
        foreach (var file in files.Where(File.Exists))
        {
            var config = KubernetesClientConfiguration.LoadKubeConfig(file);
            if (config.Contexts?.Any(known => known.Name == context) == true)
            {
                return KubernetesClientConfiguration.BuildConfigFromConfigObject(config, context);
            }
        }

        throw new KubeConfigException($"no file of KUBECONFIG has the context '{context}'");
    }
}
