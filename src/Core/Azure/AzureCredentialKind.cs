namespace Tagalong.Core.Azure;

/// <summary>By what the process proves itself to Microsoft Entra ID. One of these, and never a chain that tries several.</summary>
public enum AzureCredentialKind
{
    /// <summary>A federated token in a file, as AKS's workload identity puts it into a pod.</summary>
    WorkloadIdentity,

    /// <summary>The managed identity of the Function App, container app or virtual machine that the process runs on.</summary>
    ManagedIdentity,

    /// <summary>Whoever is signed in to the Azure CLI; for people at their own machines.</summary>
    AzureCli,
}
