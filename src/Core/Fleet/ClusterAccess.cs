namespace Tagalong.Core.Fleet;

/// <summary>How a cluster's API server is reached, and by what Tagalong proves itself to it.</summary>
public enum ClusterAccess
{
    /// <summary>As a kubeconfig says: server, authority, and any of its credentials, plugins included.</summary>
    Kubeconfig,

    /// <summary>The cluster that the process runs in, by its pod's service account.</summary>
    InCluster,

    /// <summary>A server's URL and a bearer token in a file, which whoever rotates the token writes anew.</summary>
    Token,

    /// <summary>A server's URL and a client certificate with its key.</summary>
    ClientCertificate,

    /// <summary>An AKS cluster, by a token of Microsoft Entra ID.</summary>
    Azure,
}
