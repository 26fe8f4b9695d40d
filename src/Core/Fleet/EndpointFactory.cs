using Microsoft.Extensions.Logging;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Fleet;

/// <summary>Makes API server endpoints from the settings of clusters. Kubeconfigs that many clusters share are merged once.</summary>
internal sealed class EndpointFactory(ClusterEnvironment environment, FleetOptions options, KubeconfigCache files, TimeProvider time, ILogger logger)
{
    private readonly Dictionary<string, MergedKubeconfig> _merged = new(StringComparer.Ordinal);

    /// <summary>Whether kubectl would use the pod's service account.</summary>
    public bool IsInCluster => environment.IsInCluster;

    /// <summary>The kubeconfig or kubeconfigs in a setting; else those in <c>KUBECONFIG</c>; else the user's.</summary>
    /// <exception cref="EndpointException">One of them cannot be read.</exception>
    public MergedKubeconfig Kubeconfig(string? setting)
    {
        var paths = KubeconfigPaths.Of(setting, environment.Kubeconfig);
        var key = KubeconfigPaths.Join(paths);
        if (!_merged.TryGetValue(key, out var merged))
        {
            _merged.Add(key, merged = MergedKubeconfig.Read(paths, isRequired: !string.IsNullOrEmpty(setting), files.Load));
        }

        return merged.Errors.IsEmpty ? merged : throw new EndpointException(string.Join(' ', merged.Errors).TrimEnd('.'));
    }

    /// <summary>Makes the endpoint of a cluster.</summary>
    /// <param name="settings">Its settings.</param>
    /// <param name="context">Its context, if it is from a kubeconfig.</param>
    /// <exception cref="EndpointException">The settings or their files do not work; the message says why.</exception>
    public ApiServerEndpoint Create(ClusterOptions settings, ResolvedContext? context) => context is not null
        ? new KubeconfigEndpoint(options.AllowUnverifiedServers, time, logger).Create(context)
        : settings.Access switch
        {
            ClusterAccess.Token => Direct(settings, new TokenFile(settings.TokenFile!, fallback: null, time, logger)),
            ClusterAccess.ClientCertificate or ClusterAccess.Azure => Direct(settings, credentials: null),
            ClusterAccess.InCluster or ClusterAccess.Kubeconfig => InCluster(),
        };

    /// <summary>Makes the endpoint of a cluster with these credentials.</summary>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static ApiServerEndpoint Direct(ClusterOptions settings, IApiCredentials? credentials) => new()
    {
        Server = settings.Server,
        TlsServerName = string.IsNullOrEmpty(settings.TlsServerName) ? null : settings.TlsServerName,
        Authority = string.IsNullOrEmpty(settings.CertificateAuthority) ? null : PemSource.OfFile(settings.CertificateAuthority),
        Certificate = settings.Access == ClusterAccess.ClientCertificate
            ? new ClientCertificate(PemSource.OfFile(settings.ClientCertificate!), PemSource.OfFile(settings.ClientKey!))
            : null,
        Credentials = credentials,
    };

    private ApiServerEndpoint InCluster() => Direct(
        new ClusterOptions
        {
            Access = ClusterAccess.InCluster,
            Server = environment.Server ?? throw new EndpointException("this is not a pod: KUBERNETES_SERVICE_HOST is not set"),
            CertificateAuthority = Existing(environment.ServiceAccountAuthority),
        },
        new TokenFile(Existing(environment.ServiceAccountToken), fallback: null, time, logger));

    private static string Existing(string file) => File.Exists(file) ? file : throw new EndpointException($"there is no file {file}");
}
