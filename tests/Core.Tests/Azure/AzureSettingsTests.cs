using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tagalong.Core.Azure;
using Tagalong.Core.Fleet;
using Tagalong.Core.Settings;
using Tagalong.Testing;

namespace Tagalong.Core.Tests.Azure;

/// <summary>Settings that cannot work are told of at the start, by their names.</summary>
public class AzureSettingsTests
{
    private const string Id = "/subscriptions/0b1f6471-1bf0-4dda-aec3-cb9272f09590/resourceGroups/shops/providers/Microsoft.ContainerService/managedClusters/shop";

    [Theory]
    [InlineData("Tagalong:Azure:Credential is '7'; set one of WorkloadIdentity, ManagedIdentity, AzureCli.", "Azure:Credential=7")]
    [InlineData("Tagalong:Azure:Credential", "Azure:Credential=Default")]
    [InlineData("Tagalong:Azure:AuthorityHost has to be https://HOST/", "Azure:AuthorityHost=http://login.microsoftonline.com/")]
    [InlineData("Tagalong:Azure:ResourceManager has to be https://HOST/", "Azure:ResourceManager=https://management.azure.com/subscriptions")]
    [InlineData("Tagalong:Azure:CertificateAuthority is '/no/such/file'", "Azure:CertificateAuthority=/no/such/file")]
    [InlineData("Tagalong:Azure:Timeout is 00:00:00; set a time from 00:00:01 to 00:05:00.", "Azure:Timeout=00:00:00")]
    [InlineData("Tagalong:Azure:ImportInterval is 00:00:01; set a time from 00:00:30 to 1.00:00:00.", "Azure:ImportInterval=00:00:01")]
    [InlineData("Tagalong:Clusters:shop:ResourceId is '/subscriptions/x'; set /subscriptions/GUID/", "Clusters:shop:Access=Azure", "Clusters:shop:ResourceId=/subscriptions/x")]
    [InlineData("Tagalong:Clusters:shop needs, with Access Azure, either Server or ResourceId.", "Clusters:shop:Access=Azure")]
    [InlineData("Tagalong:Clusters:shop needs, with Access Azure, either Server or ResourceId.", "Clusters:shop:Access=Azure", "Clusters:shop:Server=https://x", "Clusters:shop:ResourceId=" + Id)]
    [InlineData("Tagalong:Clusters:shop: CertificateAuthority and TlsServerName go with Server", "Clusters:shop:Access=Azure", "Clusters:shop:TlsServerName=x", "Clusters:shop:ResourceId=" + Id)]
    [InlineData("Tagalong:Clusters:shop:AllowLocalAccounts goes with Access Azure and ResourceId.", "Clusters:shop:AllowLocalAccounts=true")]
    [InlineData("Tagalong:Azure:ClientId is missing, and so is AZURE_CLIENT_ID", "Azure:Credential=WorkloadIdentity", "Clusters:shop:Access=Azure", "Clusters:shop:ResourceId=" + Id)]
    [InlineData("Tagalong:Azure:ClientId is missing, and so is AZURE_CLIENT_ID", "Azure:FederatedTokenFile=/no/such/file", "Imports:0:Subscription=0b1f6471-1bf0-4dda-aec3-cb9272f09590")]
    [InlineData("Tagalong:Imports:0: Subscription is 'prod'; set the subscription's id, a GUID.", "Imports:0:Subscription=prod")]
    [InlineData("Tagalong:Imports:0: AksFleet is '/fleets/x'; set /subscriptions/GUID/", "Imports:0:AksFleet=/fleets/x")]
    [InlineData("Tagalong:Imports:0 needs one of Kubeconfig, Subscription and AksFleet", "Imports:0:Subscription=0b1f6471-1bf0-4dda-aec3-cb9272f09590", "Imports:0:AksFleet=x")]
    [InlineData("did you mean 'AksFleet'?", "Imports:0:AksFleets=x")]
    public async Task An_invalid_setting_stops_the_start(string expected, params string[] settings)
    {
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, settings);

        var error = Assert.ThrowsAny<Exception>(() =>
        {
            labeler.Services.GetRequiredService<StartupValidation>().Validate();
            labeler.Services.GetRequiredService<ClusterRegistry>();
        });

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AzureCredentialKind.ManagedIdentity)]
    [InlineData(AzureCredentialKind.WorkloadIdentity, "Azure:FederatedTokenFile=/var/run/secrets/azure/tokens/azure-identity-token")]
    [InlineData(AzureCredentialKind.AzureCli, "Azure:FederatedTokenFile=/var/run/secrets/azure/tokens/azure-identity-token", "Azure:Credential=AzureCli")]
    public async Task The_credential_is_the_configured_one_or_that_of_the_platform(AzureCredentialKind expected, params string[] settings)
    {
        await using var labeler = RunningLabeler.Start("", TimeProvider.System, settings);

        Assert.Equal(expected, labeler.Services.GetRequiredService<IOptions<AzureOptions>>().Value.ChosenCredential);
    }
}
