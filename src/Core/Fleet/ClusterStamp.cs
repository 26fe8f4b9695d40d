using System.Globalization;

namespace Tagalong.Core.Fleet;

/// <summary>Texts that change when a cluster's settings or files change, so that the cluster must be connected again.</summary>
internal static class ClusterStamp
{
    /// <summary>The stamp of a cluster: of its settings, and of the files among them.</summary>
    /// <remarks>Without the token's file, which is read again where it is used.</remarks>
    public static string Of(ClusterOptions options, ClientConfigurationFactory configurations) => string.Join('\n', (IEnumerable<string?>)
    [
        options.ToString(), OfFile(options.CertificateAuthority), OfFile(options.ClientCertificate), OfFile(options.ClientKey),
        options.Access switch
        {
            ClusterAccess.Kubeconfig => configurations.KubeconfigStamp(options.Kubeconfig),
            ClusterAccess.InCluster => configurations.AmbientStamp(),
            _ => null,
        },
    ]);

    /// <summary>A file's path, size and time; only the path where the file cannot be read.</summary>
    public static string? OfFile(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        // The files of a mounted ConfigMap or Secret are links, which stay the same while their targets change.
        var file = new FileInfo(path);
        var target = file.Exists && file.LinkTarget is not null ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
        return target.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{path} {target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}")
            : path;
    }
}
