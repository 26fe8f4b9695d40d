using System.Globalization;
using Tagalong.Core.ApiServer;
using Tagalong.Core.Azure;

namespace Tagalong.Core.Fleet;

/// <summary>Which settings a cluster has, which of them belong together, and when they are others than before.</summary>
internal static class ClusterSettings
{
    public static IReadOnlyList<string> Names { get; } =
    [
        nameof(ClusterOptions.Access), nameof(ClusterOptions.Kubeconfig), nameof(ClusterOptions.Context), nameof(ClusterOptions.Server),
        nameof(ClusterOptions.CertificateAuthority), nameof(ClusterOptions.TlsServerName), nameof(ClusterOptions.TokenFile),
        nameof(ClusterOptions.ClientCertificate), nameof(ClusterOptions.ClientKey), nameof(ClusterOptions.ResourceId),
        nameof(ClusterOptions.AllowLocalAccounts), nameof(ClusterOptions.Sources), nameof(ClusterOptions.Limits),
    ];

    public static IReadOnlyList<string> ImportNames { get; } =
    [
        nameof(ClusterImportOptions.Kubeconfig), nameof(ClusterImportOptions.Subscription), nameof(ClusterImportOptions.AksFleet),
        nameof(ClusterImportOptions.Names),
    ];

    public static IReadOnlyList<string> LimitNames { get; } =
    [
        nameof(ClusterLimitOptions.MaxEvents), nameof(ClusterLimitOptions.MaxCalls), nameof(ClusterLimitOptions.WritesPerSecond),
        nameof(ClusterLimitOptions.WriteBurst), nameof(ClusterLimitOptions.RetriesPerSecond), nameof(ClusterLimitOptions.BreakAtPercent),
        nameof(ClusterLimitOptions.BreakMinimumCalls), nameof(ClusterLimitOptions.BreakWindow), nameof(ClusterLimitOptions.Break),
        nameof(ClusterLimitOptions.LongestBreak),
    ];

    /// <summary>What is missing for the access that is set, and what does not go with it.</summary>
    public static IEnumerable<string> FaultsOf(string section, ClusterOptions options)
    {
        var access = options.Access;
        if (!Enum.IsDefined(access))
        {
            yield return $"{section}:{nameof(options.Access)} is {(int)access}; set one of {string.Join(", ", Enum.GetNames<ClusterAccess>())}.";
            yield break;
        }

        foreach (var (name, value, allowed, required) in Table(options))
        {
            if (string.IsNullOrEmpty(value) && required.Contains(access))
            {
                yield return $"{section}:{name} is missing; {nameof(options.Access)} {access} takes it.";
            }
            else if (!string.IsNullOrEmpty(value) && !allowed.Contains(access))
            {
                yield return $"{section}:{name} does not go with {nameof(options.Access)} {access}, but with {string.Join(", ", allowed)}.";
            }
        }

        foreach (var fault in AzureFaultsOf(section, options))
        {
            yield return fault;
        }

        if (!string.IsNullOrEmpty(options.Server)
            && !(Uri.TryCreate(options.Server, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && server.UserInfo.Length == 0))
        {
            yield return $"{section}:{nameof(options.Server)} has to be the URL of an API server, https://…, without a user.";
        }

        foreach (var (name, file) in new[]
        {
            (nameof(options.CertificateAuthority), options.CertificateAuthority), (nameof(options.TokenFile), options.TokenFile),
            (nameof(options.ClientCertificate), options.ClientCertificate), (nameof(options.ClientKey), options.ClientKey),
            (nameof(options.Kubeconfig), options.Kubeconfig),
        })
        {
            if (!string.IsNullOrEmpty(file) && !File.Exists(file))
            {
                yield return $"{section}:{name} is '{file}', and there is no such file.";
            }
        }
    }

    /// <summary>Another text whenever a setting, or what a file among them holds, may be another.</summary>
    /// <remarks>Not the token's file: it is read again where it is used.</remarks>
    public static string StampOf(ClusterOptions options, ClientConfigurations configurations) => string.Join('\n', (IEnumerable<string?>)
    [
        options.Access.ToString(), options.Context, options.Server, options.TlsServerName, options.TokenFile, options.ResourceId,
        options.AllowLocalAccounts.ToString(), FileStamp(options.CertificateAuthority), FileStamp(options.ClientCertificate),
        FileStamp(options.ClientKey), options.Access == ClusterAccess.Kubeconfig ? configurations.KubeconfigStamp(options.Kubeconfig) : null,
        options.Access == ClusterAccess.InCluster ? configurations.AmbientStamp() : null, LimitsStamp(options.Limits),
    ]);

    /// <summary>A file's path, size and time; just the path where it cannot be seen.</summary>
    public static string? FileStamp(string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return null;
        }

        // A mounted ConfigMap or Secret shows its files as links, which stay while their targets change.
        var file = new FileInfo(path);
        var target = file.Exists && file.LinkTarget is not null ? file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file : file;
        return target.Exists
            ? string.Create(CultureInfo.InvariantCulture, $"{path} {target.FullName} {target.Length} {target.LastWriteTimeUtc.Ticks}")
            : path;
    }

    private static IEnumerable<string> AzureFaultsOf(string section, ClusterOptions options)
    {
        var isLookedUp = !string.IsNullOrEmpty(options.ResourceId);
        if (options.Access == ClusterAccess.Azure && string.IsNullOrEmpty(options.Server) != isLookedUp)
        {
            yield return $"{section} takes, with {nameof(options.Access)} {options.Access}, either {nameof(options.Server)} or {nameof(options.ResourceId)}.";
        }

        if (isLookedUp && AksResource.Cluster(options.ResourceId!) is null)
        {
            yield return $"{section}:{nameof(options.ResourceId)} is '{options.ResourceId}'; set "
                + "/subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ContainerService/managedClusters/NAME.";
        }

        if (isLookedUp && !(string.IsNullOrEmpty(options.CertificateAuthority) && string.IsNullOrEmpty(options.TlsServerName)))
        {
            yield return $"{section}: {nameof(options.CertificateAuthority)} and {nameof(options.TlsServerName)} go with {nameof(options.Server)}; by {nameof(options.ResourceId)} the authority is looked up.";
        }

        if (options.AllowLocalAccounts && !(options.Access == ClusterAccess.Azure && isLookedUp))
        {
            yield return $"{section}:{nameof(options.AllowLocalAccounts)} goes with {nameof(options.Access)} {ClusterAccess.Azure} and {nameof(options.ResourceId)}.";
        }
    }

    private static string LimitsStamp(ClusterLimitOptions limits) => string.Create(CultureInfo.InvariantCulture,
        $"{limits.MaxEvents} {limits.MaxCalls} {limits.WritesPerSecond} {limits.WriteBurst} {limits.RetriesPerSecond} {limits.BreakAtPercent} {limits.BreakMinimumCalls} {limits.BreakWindow} {limits.Break} {limits.LongestBreak}");

    private static IEnumerable<(string Name, string? Value, ClusterAccess[] Allowed, ClusterAccess[] Required)> Table(ClusterOptions options)
    {
        ClusterAccess[] direct = [ClusterAccess.Token, ClusterAccess.ClientCertificate, ClusterAccess.Azure];
        yield return (nameof(options.Kubeconfig), options.Kubeconfig, [ClusterAccess.Kubeconfig], []);
        yield return (nameof(options.Context), options.Context, [ClusterAccess.Kubeconfig], []);
        yield return (nameof(options.Server), options.Server, direct, [ClusterAccess.Token, ClusterAccess.ClientCertificate]);
        yield return (nameof(options.CertificateAuthority), options.CertificateAuthority, direct, []);
        yield return (nameof(options.TlsServerName), options.TlsServerName, direct, []);
        yield return (nameof(options.TokenFile), options.TokenFile, [ClusterAccess.Token], [ClusterAccess.Token]);
        yield return (nameof(options.ClientCertificate), options.ClientCertificate, [ClusterAccess.ClientCertificate], [ClusterAccess.ClientCertificate]);
        yield return (nameof(options.ClientKey), options.ClientKey, [ClusterAccess.ClientCertificate], [ClusterAccess.ClientCertificate]);
        yield return (nameof(options.ResourceId), options.ResourceId, [ClusterAccess.Azure], []);
    }
}
