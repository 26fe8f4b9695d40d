using System.Text;
using k8s;
using k8s.Authentication;
using Tagalong.Core.ApiServer;
using Tagalong.DevCluster;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>Connections to dev clusters, with the administrator's token if no other is handed in.</summary>
internal static class Connections
{
    public static ApiServerClient To(
        DevApiServer cluster, ApiCallOptions? calls = null, ClusterLimitOptions? limits = null, ITokenProvider? tokens = null, TimeProvider? time = null) =>
        To(cluster.KubeconfigFor(), calls, limits, tokens, time: time);

    public static ApiServerClient To(
        string kubeconfig,
        ApiCallOptions? calls = null,
        ClusterLimitOptions? limits = null,
        ITokenProvider? tokens = null,
        TimeSpan? connectTimeout = null,
        TimeProvider? time = null)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(text);
        if (tokens is not null)
        {
            configuration.AccessToken = null;
            configuration.TokenProvider = tokens;
        }

        calls ??= new ApiCallOptions { AttemptTimeout = TimeSpan.FromSeconds(30) };
        return new ApiServerClient(
            new ApiServerTransport(configuration, connectTimeout ?? calls.AttemptTimeout), calls, limits ?? new ClusterLimitOptions(), time ?? TimeProvider.System, new Random(1));
    }
}
