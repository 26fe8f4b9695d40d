using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Fleet;

/// <summary>One cluster of the fleet. Section <c>Tagalong:Clusters:NAME</c>.</summary>
internal sealed record ClusterOptions
{
    /// <summary>How Tagalong connects and authenticates. It decides which of the other settings apply.</summary>
    /// <value>Default: <see cref="ClusterAccess.Kubeconfig"/>.</value>
    public ClusterAccess Access { get; set; } = ClusterAccess.Kubeconfig;

    /// <summary>The kubeconfig file.</summary>
    /// <value>Default: the files in <c>KUBECONFIG</c>, else <c>~/.kube/config</c>.</value>
    public string? Kubeconfig { get; set; }

    /// <summary>The context of the kubeconfig.</summary>
    /// <value>Default: its current context.</value>
    public string? Context { get; set; }

    /// <summary>The API server's URL, <c>https://…</c>.</summary>
    public string? Server { get; set; }

    /// <summary>A file with the certificates, as PEM, of the authorities of the API server's certificate.</summary>
    /// <value>Default: none; then the system's authorities apply.</value>
    public string? CertificateAuthority { get; set; }

    /// <summary>The name in the API server's certificate, where it differs from the one in the URL.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>A file with only the bearer token. It is read again after 10 seconds, as it may have been rotated.</summary>
    public string? TokenFile { get; set; }

    /// <summary>A file with the client certificate, as PEM.</summary>
    public string? ClientCertificate { get; set; }

    /// <summary>A file with the client certificate's key, as PEM.</summary>
    public string? ClientKey { get; set; }

    /// <summary>
    /// The AKS cluster's resource id, <c>/subscriptions/…/managedClusters/NAME</c>; then Azure provides server and authority.
    /// </summary>
    public string? ResourceId { get; set; }

    /// <summary>
    /// Whether an AKS cluster without Entra ID is served too. The credentials that Azure returns for such a cluster are its administrator's.
    /// </summary>
    /// <value>Default: false.</value>
    public bool AllowLocalAccounts { get; set; }

    /// <summary>CloudEvents sources whose events are about this cluster if they do not name one.</summary>
    /// <value>Default: none.</value>
    public IList<string> Sources { get; } = [];

    /// <summary>The cluster's limits; those that are not set here are as in <c>Tagalong:Limits</c>.</summary>
    public ClusterLimitOptions Limits { get; set; } = new();
}
