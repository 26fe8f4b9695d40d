using Tagalong.Core.Settings;

namespace Tagalong.Core.Azure;

/// <summary>
/// How AKS clusters are found, and how Tagalong authenticates to them and to queues of Azure Storage. Section <c>Tagalong:Azure</c>. It is not used
/// before a cluster, an import or a queue needs it.
/// </summary>
public sealed class AzureOptions
{
    /// <summary>The credential.</summary>
    /// <value>
    /// Default: <see cref="AzureCredentialKind.WorkloadIdentity"/> where there is a <see cref="FederatedTokenFile"/>, else
    /// <see cref="AzureCredentialKind.ManagedIdentity"/>.
    /// </value>
    public AzureCredentialKind? Credential { get; set; }

    /// <summary>The client id of the identity: required for a workload identity, and for a managed identity that is user-assigned.</summary>
    /// <value>Default: <c>AZURE_CLIENT_ID</c>; else none, which means the system-assigned identity.</value>
    public string? ClientId { get; set; }

    /// <summary>The tenant of the clusters.</summary>
    /// <value>Default: <c>AZURE_TENANT_ID</c>.</value>
    public string? TenantId { get; set; }

    /// <summary>The file with the federated token. It is read for each token request, as it may be rotated.</summary>
    /// <value>Default: <c>AZURE_FEDERATED_TOKEN_FILE</c>.</value>
    public string? FederatedTokenFile { get; set; }

    /// <summary>The URL of Entra ID.</summary>
    /// <value>Default: <c>AZURE_AUTHORITY_HOST</c>, else <c>https://login.microsoftonline.com/</c>.</value>
    public Uri? AuthorityHost { get; set; }

    /// <summary>The URL of Azure's Resource Manager.</summary>
    /// <value>Default: <c>https://management.azure.com/</c>, the public cloud's.</value>
    public Uri ResourceManager { get; set; } = new("https://management.azure.com/");

    /// <summary>
    /// A file with the certificates, as PEM, of the authorities of these two and of storage accounts, where they are not the system's; such as in a
    /// private cloud. Clusters have separate authorities.
    /// </summary>
    /// <value>Default: none.</value>
    public string? CertificateAuthority { get; set; }

    /// <summary>How long getting a token or a response of the Resource Manager may take, including retries.</summary>
    /// <value>Default: 30 seconds. From one second to five minutes.</value>
    [SettingRange(1, 300)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the clusters of a subscription or an AKS fleet are listed again while events arrive.</summary>
    /// <value>Default: 10 minutes. From 30 seconds to one day.</value>
    [SettingRange(30, 86_400)]
    public TimeSpan ImportInterval { get; set; } = TimeSpan.FromMinutes(10);

    internal AzureCredentialKind ChosenCredential =>
        Credential ?? (string.IsNullOrEmpty(FederatedTokenFile) ? AzureCredentialKind.ManagedIdentity : AzureCredentialKind.WorkloadIdentity);
}
