using Tagalong.Core.Azure;
using Tagalong.Core.Kubeconfig;

namespace Tagalong.Core.Fleet;

/// <summary>Which settings of a cluster belong together.</summary>
internal static class ClusterOptionsValidation
{
    private static readonly ClusterAccess[] WithServer = [ClusterAccess.Token, ClusterAccess.ClientCertificate, ClusterAccess.Azure];

    /// <summary>The files that are missing, a sentence each. They may come later, so they concern only this cluster.</summary>
    public static IEnumerable<string> MissingFiles(string section, ClusterOptions options) =>
        from file in new (string Name, string? Path)[]
        {
            (nameof(options.Kubeconfig), KubeconfigPaths.Of(options.Kubeconfig ?? "", "").Any(File.Exists) ? null : options.Kubeconfig),
            (nameof(options.CertificateAuthority), options.CertificateAuthority), (nameof(options.TokenFile), options.TokenFile),
            (nameof(options.ClientCertificate), options.ClientCertificate), (nameof(options.ClientKey), options.ClientKey),
        }
        where !string.IsNullOrEmpty(file.Path) && !File.Exists(file.Path)
        select $"{section}:{file.Name} is '{file.Path}', and there is no such file.";

    /// <summary>The settings that are missing for the configured access, or do not go with it, or are malformed: a sentence each.</summary>
    public static IEnumerable<string> Errors(string section, ClusterOptions options)
    {
        var access = options.Access;
        if (!Enum.IsDefined(access))
        {
            return [$"{section}:{nameof(options.Access)} is {(int)access}; set one of {string.Join(", ", Enum.GetNames<ClusterAccess>())}."];
        }

        return
        [
            .. Check(nameof(options.Kubeconfig), options.Kubeconfig, [ClusterAccess.Kubeconfig]),
            .. Check(nameof(options.Context), options.Context, [ClusterAccess.Kubeconfig]),
            .. Check(nameof(options.Server), options.Server, WithServer, isRequired: access != ClusterAccess.Azure),
            .. Check(nameof(options.CertificateAuthority), options.CertificateAuthority, WithServer),
            .. Check(nameof(options.TlsServerName), options.TlsServerName, WithServer),
            .. Check(nameof(options.TokenFile), options.TokenFile, [ClusterAccess.Token], isRequired: true),
            .. Check(nameof(options.ClientCertificate), options.ClientCertificate, [ClusterAccess.ClientCertificate], isRequired: true),
            .. Check(nameof(options.ClientKey), options.ClientKey, [ClusterAccess.ClientCertificate], isRequired: true),
            .. Check(nameof(options.ResourceId), options.ResourceId, [ClusterAccess.Azure]),
            .. AzureErrors(section, options),
            .. IsEmptyOrServer(options.Server) ? [] : (string[])[$"{section}:{nameof(options.Server)} has to be the URL of an API server, https://…, without a user."],
        ];

        IEnumerable<string> Check(string name, string? value, ClusterAccess[] allowed, bool isRequired = false)
        {
            if (string.IsNullOrEmpty(value))
            {
                return isRequired && allowed.Contains(access) ? [$"{section}:{name} is missing; {nameof(options.Access)} {access} needs it."] : [];
            }

            return allowed.Contains(access) ? [] : [$"{section}:{name} does not go with {nameof(options.Access)} {access}, but with {string.Join(", ", allowed)}."];
        }
    }

    private static bool IsEmptyOrServer(string? url) => string.IsNullOrEmpty(url)
        || (Uri.TryCreate(url, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && server.UserInfo.Length == 0);

    private static IEnumerable<string> AzureErrors(string section, ClusterOptions options)
    {
        var hasResourceId = !string.IsNullOrEmpty(options.ResourceId);
        if (options.Access == ClusterAccess.Azure && string.IsNullOrEmpty(options.Server) != hasResourceId)
        {
            yield return $"{section} needs, with {nameof(options.Access)} {options.Access}, either {nameof(options.Server)} or {nameof(options.ResourceId)}.";
        }

        if (hasResourceId && AksResource.Cluster(options.ResourceId!) is null)
        {
            yield return $"{section}:{nameof(options.ResourceId)} is '{options.ResourceId}'; set "
                + "/subscriptions/GUID/resourceGroups/GROUP/providers/Microsoft.ContainerService/managedClusters/NAME.";
        }

        if (hasResourceId && !(string.IsNullOrEmpty(options.CertificateAuthority) && string.IsNullOrEmpty(options.TlsServerName)))
        {
            yield return $"{section}: {nameof(options.CertificateAuthority)} and {nameof(options.TlsServerName)} go with {nameof(options.Server)}; "
                + $"with {nameof(options.ResourceId)} Azure provides the authority.";
        }

        if (options.AllowLocalAccounts && !(options.Access == ClusterAccess.Azure && hasResourceId))
        {
            yield return $"{section}:{nameof(options.AllowLocalAccounts)} goes with {nameof(options.Access)} {ClusterAccess.Azure} and {nameof(options.ResourceId)}.";
        }
    }
}
