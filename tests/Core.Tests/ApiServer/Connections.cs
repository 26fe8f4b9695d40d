using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Kubeconfig;
using Tagalong.DevCluster;

namespace Tagalong.Core.Tests.ApiServer;

/// <summary>Connections to dev clusters, with the administrator's token if no other credentials are handed in.</summary>
internal static class Connections
{
    public static ApiServerClient To(
        DevApiServer cluster, ApiCallOptions? calls = null, ClusterLimitOptions? limits = null, IApiCredentials? credentials = null, TimeProvider? time = null) =>
        To(cluster.KubeconfigFor(), calls, limits, credentials, time: time);

    public static ApiServerClient To(
        string kubeconfig,
        ApiCallOptions? calls = null,
        ClusterLimitOptions? limits = null,
        IApiCredentials? credentials = null,
        TimeSpan? connectTimeout = null,
        TimeProvider? time = null)
    {
        var endpoint = EndpointOf(kubeconfig, time);
        if (credentials is not null)
        {
            endpoint = new ApiServerEndpoint { Server = endpoint.Server, Authority = endpoint.Authority, Credentials = credentials };
        }

        calls ??= new ApiCallOptions { AttemptTimeout = TimeSpan.FromSeconds(30) };
        time ??= TimeProvider.System;
        return new ApiServerClient(
            new ApiServerTransport(endpoint, connectTimeout ?? calls.AttemptTimeout, time, NullLogger.Instance), calls, limits ?? new ClusterLimitOptions(), time, new Random(1));
    }

    /// <summary>The endpoint of the current context.</summary>
    public static ApiServerEndpoint EndpointOf(string kubeconfig, TimeProvider? time = null, bool allowsUnverified = false) =>
        new KubeconfigEndpoint(allowsUnverified, time ?? TimeProvider.System, NullLogger.Instance).Create(Read(kubeconfig).Resolve(null));

    /// <summary>The content of a kubeconfig, whose paths are relative to the folder of temporary files.</summary>
    public static MergedKubeconfig Read(string kubeconfig)
    {
        using var text = new MemoryStream(Encoding.UTF8.GetBytes(kubeconfig));
        return MergedKubeconfig.Of(KubeconfigFile.Parse(text, Path.Combine(Path.GetTempPath(), "config")));
    }
}
