using System.Security.Cryptography.X509Certificates;
using k8s;
using k8s.Exceptions;
using k8s.KubeConfigModels;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.Fleet;

/// <summary>
/// Makes the Kubernetes client's configuration from a cluster's settings. A kubeconfig that many clusters share is parsed once.
/// </summary>
internal sealed class ClientConfigurationFactory(ClusterEnvironment environment, TimeProvider time)
{
    private readonly Dictionary<string, K8SConfiguration> _parsed = [];

    /// <exception cref="Exception">The settings or their files do not work; see <see cref="IsConfigurationError"/>. The message says why.</exception>
    public KubernetesClientConfiguration Create(ClusterOptions options) => options.Access switch
    {
        ClusterAccess.Kubeconfig => FromKubeconfig(options.Kubeconfig, options.Context),
        ClusterAccess.InCluster => InCluster(),
        ClusterAccess.Token => Direct(options, new TokenFile(Existing(options.TokenFile!), time)),
        ClusterAccess.ClientCertificate => WithClientCertificate(Direct(options, tokens: null), options),
        ClusterAccess.Azure => Direct(options, tokens: null),
    };

    /// <summary>The cluster that kubectl would use: the pod's service account, else <c>KUBECONFIG</c>, else the user's kubeconfig.</summary>
    public KubernetesClientConfiguration Ambient() =>
        environment.IsInCluster ? InCluster() : FromKubeconfig(null, null);

    /// <summary>Changes when the configuration of <see cref="Ambient"/> may have changed.</summary>
    public string AmbientStamp() => environment.IsInCluster
        ? ClusterStamp.OfFile(environment.ServiceAccountAuthority)!
        : KubeconfigStamp(null);

    /// <summary>Changes when a kubeconfig, or those in <c>KUBECONFIG</c>, may have changed.</summary>
    public string KubeconfigStamp(string? kubeconfig) => string.Join('\n', Files(kubeconfig).Select(ClusterStamp.OfFile));

    /// <summary>Whether an exception means that a configuration does not work.</summary>
    public static bool IsConfigurationError(Exception exception) => exception is KubeConfigException or IOException or UnauthorizedAccessException
        or FormatException or ArgumentException or YamlDotNet.Core.YamlException or System.Security.Cryptography.CryptographicException;

    /// <summary>The contexts of a kubeconfig, or of those in <c>KUBECONFIG</c>, in the order of the files, each name once.</summary>
    public IReadOnlyList<string> Contexts(string? kubeconfig) =>
        [.. Files(kubeconfig).Where(File.Exists).SelectMany(file => Load(file).Contexts ?? []).Select(static context => context.Name).Distinct()];

    private static KubernetesClientConfiguration Direct(ClusterOptions options, TokenFile? tokens)
    {
        var configuration = new KubernetesClientConfiguration { Host = options.Server, TlsServerName = options.TlsServerName, TokenProvider = tokens };
        if (options.CertificateAuthority is { } authority)
        {
            configuration.SslCaCerts = CertificateAuthorities.Load(authority);
        }

        return configuration;
    }

    private static KubernetesClientConfiguration WithClientCertificate(KubernetesClientConfiguration configuration, ClusterOptions options)
    {
        // Read here too, so that a certificate that does not match its key is reported at the start.
        using var _ = X509Certificate2.CreateFromPemFile(options.ClientCertificate!, options.ClientKey!);
        configuration.ClientCertificateFilePath = options.ClientCertificate;
        configuration.ClientKeyFilePath = options.ClientKey;
        return configuration;
    }

    private static string Existing(string file) =>
        File.Exists(file) ? file : throw new KubeConfigException($"there is no file {file}");

    private KubernetesClientConfiguration FromKubeconfig(string? kubeconfig, string? context) => Files(kubeconfig) switch
    {
        [var only] => FromFile(only, context),

        // Without a context, the client merges the files as kubectl does.
        _ when context is null => KubernetesClientConfiguration.BuildDefaultConfig(),
        var several => FromFile(several.FirstOrDefault(file => File.Exists(file) && Load(file).Contexts?.Any(known => known.Name == context) == true)
            ?? throw new KubeConfigException($"no file of KUBECONFIG has the context '{context}'"), context),
    };

    private string[] Files(string? kubeconfig) =>
        kubeconfig is not null ? [kubeconfig]
        : environment.Kubeconfigs.Length > 0 ? environment.Kubeconfigs
        : [KubernetesClientConfiguration.KubeConfigDefaultLocation];

    private KubernetesClientConfiguration InCluster() => Direct(
        new ClusterOptions
        {
            Server = environment.Server ?? throw new KubeConfigException("this is not a pod: KUBERNETES_SERVICE_HOST is not set"),
            CertificateAuthority = environment.ServiceAccountAuthority,
        },
        new TokenFile(Existing(environment.ServiceAccountToken), time));

    private KubernetesClientConfiguration FromFile(string file, string? context)
    {
        var kubeconfig = Load(file);
        var current = kubeconfig.Contexts?.FirstOrDefault(known => known.Name == (context ?? kubeconfig.CurrentContext));
        var user = kubeconfig.Users?.FirstOrDefault(known => known.Name == current?.ContextDetails?.User);
        if (user?.UserCredentials is not { Token: null or "" or nameof(TokenFile) } credentials || TokenFile.PathIn(file, user.Name) is not { } tokenFile)
        {
            return KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig, context);
        }

        // The client requires a credential that it knows; the token of the file replaces it.
        credentials.Token = nameof(TokenFile);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigObject(kubeconfig, context);
        configuration.AccessToken = null;
        configuration.TokenProvider = new TokenFile(tokenFile, time);
        return configuration;
    }

    private K8SConfiguration Load(string file)
    {
        if (!_parsed.TryGetValue(file, out var parsed))
        {
            _parsed.Add(file, parsed = KubeconfigDocument.Load(file));
        }

        return parsed;
    }
}
