using Microsoft.Extensions.Configuration;

namespace Tagalong.Core.Fleet;

/// <summary>The clusters of the environment: the user's kubeconfigs, and the cluster of the pod.</summary>
/// <param name="Kubeconfig">The variable <c>KUBECONFIG</c>, or null.</param>
/// <param name="Server">The URL of the API server of the pod's cluster; null outside of a pod.</param>
/// <param name="ServiceAccountFolder">The folder of the pod's token and of its cluster's authority.</param>
internal sealed record ClusterEnvironment(string? Kubeconfig, string? Server, string ServiceAccountFolder)
{
    private const string WellKnownFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public string ServiceAccountAuthority => Path.Combine(ServiceAccountFolder, "ca.crt");

    public string ServiceAccountToken => Path.Combine(ServiceAccountFolder, "token");

    /// <summary>Whether this is a pod that may talk to its cluster.</summary>
    public bool IsInCluster => Server is not null && File.Exists(ServiceAccountToken) && File.Exists(ServiceAccountAuthority);

    public static ClusterEnvironment Of(IConfiguration configuration, string serviceAccountFolder = WellKnownFolder)
    {
        var (host, port) = (configuration["KUBERNETES_SERVICE_HOST"], configuration["KUBERNETES_SERVICE_PORT"]);
        return new ClusterEnvironment(
            configuration["KUBECONFIG"],
            string.IsNullOrEmpty(host) ? null : $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{(string.IsNullOrEmpty(port) ? "443" : port)}",
            serviceAccountFolder);
    }
}
