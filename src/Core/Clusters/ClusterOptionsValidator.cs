using Microsoft.Extensions.Options;

namespace Tagalong.Core.Clusters;

/// <summary>Checks that there is a way to the cluster, and says what to set if there is none.</summary>
internal sealed class ClusterOptionsValidator : IValidateOptions<ClusterOptions>
{
    public ValidateOptionsResult Validate(string? name, ClusterOptions options)
    {
        if (options.Kubeconfig.Length > 0 && !File.Exists(options.Kubeconfig))
        {
            return ValidateOptionsResult.Fail(
                $"Tagalong:Cluster:Kubeconfig names '{options.Kubeconfig}', and there is no such file.");
        }

        try
        {
            _ = ClusterConfiguration.From(options);
            return ValidateOptionsResult.Success;
        }
        catch (Exception fault) when (fault is k8s.Exceptions.KubeConfigException or IOException or UnauthorizedAccessException
            or FormatException or YamlDotNet.Core.YamlException or System.Security.Cryptography.CryptographicException)
        {
            return ValidateOptionsResult.Fail(
                $"The way to the cluster cannot be worked out: {fault.Message} Set Tagalong:Cluster:Kubeconfig (and "
                + "Tagalong:Cluster:Context), or KUBECONFIG, or run in a pod with a service account.");
        }
    }
}
