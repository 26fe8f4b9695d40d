using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Tagalong.Core.Credentials;

namespace Tagalong.Core.Azure;

/// <summary>Makes the one credential of the process.</summary>
internal static class AzureCredentials
{
    private static readonly Uri[] KnownAuthorities =
        [AzureAuthorityHosts.AzurePublicCloud, AzureAuthorityHosts.AzureChina, AzureAuthorityHosts.AzureGovernment];

    /// <exception cref="FormatException">A setting is missing; the message names it.</exception>
    public static TokenCredential Create(AzureOptions options, HttpPipelineTransport transport) => options.ChosenCredential switch
    {
        AzureCredentialKind.WorkloadIdentity => WorkloadIdentity(options, transport),
        AzureCredentialKind.ManagedIdentity => new ManagedIdentityCredential(Configured(new ManagedIdentityCredentialOptions(
            string.IsNullOrEmpty(options.ClientId) ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(options.ClientId)), options, transport)),
        AzureCredentialKind.AzureCli => new AzureCliCredential(new AzureCliCredentialOptions
        {
            TenantId = string.IsNullOrEmpty(options.TenantId) ? null : options.TenantId,
            ProcessTimeout = options.Timeout,
        }),
    };

    /// <remarks>The SDK's <see cref="WorkloadIdentityCredential"/> caches the file for five minutes, even if it was rotated.</remarks>
    private static ClientAssertionCredential WorkloadIdentity(AzureOptions options, HttpPipelineTransport transport)
    {
        var clientId = Required(options.ClientId, "ClientId", "AZURE_CLIENT_ID");
        var tenantId = Required(options.TenantId, "TenantId", "AZURE_TENANT_ID");
        var file = Required(options.FederatedTokenFile, "FederatedTokenFile", "AZURE_FEDERATED_TOKEN_FILE");
        return new ClientAssertionCredential(
            tenantId, clientId, cancellationToken => SecretFile.ReadAsync(file, cancellationToken).AsTask(),
            Configured(new ClientAssertionCredentialOptions { DisableInstanceDiscovery = !IsKnown(options.AuthorityHost) }, options, transport));
    }

    private static T Configured<T>(T made, AzureOptions options, HttpPipelineTransport transport)
        where T : TokenCredentialOptions
    {
        made.Transport = transport;
        made.Retry.NetworkTimeout = options.Timeout / 3;
        if (options.AuthorityHost is { } authority)
        {
            made.AuthorityHost = authority;
        }

        return made;
    }

    /// <remarks>Instance discovery asks the public cloud, which does not know other authorities, such as a private cloud's.</remarks>
    private static bool IsKnown(Uri? authority) =>
        authority is null || KnownAuthorities.Any(known => known.Host.Equals(authority.Host, StringComparison.OrdinalIgnoreCase));

    private static string Required(string? value, string setting, string variable) => !string.IsNullOrEmpty(value)
        ? value
        : throw new FormatException($"Tagalong:Azure:{setting} is missing, and so is {variable}; the credential {AzureCredentialKind.WorkloadIdentity} needs it");
}
