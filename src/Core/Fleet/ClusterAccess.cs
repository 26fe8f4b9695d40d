namespace Tagalong.Core.Fleet;

/// <summary>How Tagalong connects to a cluster's API server and authenticates there.</summary>
internal enum ClusterAccess
{
    /// <summary>A kubeconfig: server, authority, and any of its credentials, including plugins.</summary>
    Kubeconfig,

    /// <summary>The cluster that the process runs in, with its pod's service account.</summary>
    InCluster,

    /// <summary>A server's URL and a bearer token in a file, which may be rotated.</summary>
    Token,

    /// <summary>A server's URL and a client certificate with its key.</summary>
    ClientCertificate,

    /// <summary>An AKS cluster, with a token of Microsoft Entra ID.</summary>
    Azure,
}
