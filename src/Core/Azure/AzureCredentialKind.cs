namespace Tagalong.Core.Azure;

/// <summary>The credential of the process for Microsoft Entra ID: one of these, never a chain.</summary>
public enum AzureCredentialKind
{
    /// <summary>A federated token in a file, as AKS's workload identity provides it to a pod.</summary>
    WorkloadIdentity,

    /// <summary>The managed identity of the Function App, container app or virtual machine that the process runs on.</summary>
    ManagedIdentity,

    /// <summary>The user who is signed in to the Azure CLI; for development machines.</summary>
    AzureCli,
}
