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
            return new ClusterConnection(
                Find(options.Kubeconfig, options.Context.Length == 0 ? null : options.Context, time), calls, time, random);
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

    private static KubernetesClientConfiguration Find(string kubeconfig, string? context, TimeProvider time)
    {
        if (kubeconfig.Length > 0)
        {
            return FromFile(kubeconfig, context, time);
        }

        if (context is null && KubernetesClientConfiguration.IsInCluster())
        {
            return KubernetesClientConfiguration.InClusterConfig();
        }

        var named = Environment.GetEnvironmentVariable("KUBECONFIG")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        return named switch
        {
            [] => FromFile(KubernetesClientConfiguration.KubeConfigDefaultLocation, context, time),
            [var only] => FromFile(only, context, time),

            // Without a context in question, the client merges the files as kubectl does.
            _ when context is null => KubernetesClientConfiguration.BuildDefaultConfig(),
            _ => FromFile(FileWith(named, context), context, time),
        };
    }

    private static KubernetesClientConfiguration FromFile(string file, string? context, TimeProvider time)
    {
        var kubeconfig = KubernetesClientConfiguration.LoadKubeConfig(file);
        var current = kubeconfig.Contexts?.FirstOrDefault(known => known.Name == (context ?? kubeconfig.CurrentContext));
        var user = kubeconfig.Users?.FirstOrDefault(known => known.Name == current?.ContextDetails?.User);
        if (user?.UserCredentials is not { Token: null or "" } credentials || TokenFile.PathIn(file, user.Name) is not { } tokenFile)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig, context);
        }

        // The client insists on a credential that it knows; the file's token takes its place.
        credentials.Token = nameof(TokenFile);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig, context);
        configuration.AccessToken = null;
        configuration.TokenProvider = new TokenFile(tokenFile, time);
        return configuration;
    }

    private static string FileWith(string[] files, string context) =>
        files.FirstOrDefault(file => File.Exists(file)
            && KubernetesClientConfiguration.LoadKubeConfig(file).Contexts?.Any(known => known.Name == context) == true)
        ?? throw new KubeConfigException($"no file of KUBECONFIG has the context '{context}'");
}
