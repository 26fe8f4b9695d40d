using System.Text.RegularExpressions;
using Azure;
using Azure.Identity;
using Tagalong.Core.ApiServer;

namespace Tagalong.Core.Azure;

/// <summary>Explains errors of Azure. The messages are Tagalong's: those of credentials may quote secrets.</summary>
public static partial class AzureErrors
{
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    /// <summary>Why there is no token, and what to check.</summary>
    public static string NoToken(Exception exception, AzureOptions options) =>
        $"Microsoft Entra ID gave no token{(EntraCodeIn(exception) is { } code ? $" ({code})" : "")} to the credential {options.ChosenCredential}: {Hint(exception, options)}";

    /// <summary>How long a response asks to wait, at most 5 minutes; null where it does not.</summary>
    public static TimeSpan? RetryDelay(this Response response, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(response);
        var delay = response.Headers.TryGetValue("Retry-After", out var value) ? RetryAfterHeader.Parse(value, time) : null;
        return delay > LongestRetryDelay ? LongestRetryDelay : delay;
    }

    private static string Hint(Exception exception, AzureOptions options) => (options.ChosenCredential, exception) switch
    {
        (_, OperationCanceledException) => $"it did not answer within {options.Timeout.TotalSeconds:0.###} s.",
        (AzureCredentialKind.WorkloadIdentity, _) =>
            "check Tagalong:Azure:ClientId and TenantId, the federated token's file, and the identity's federated credential, which must name this service account.",
        (AzureCredentialKind.ManagedIdentity, CredentialUnavailableException) =>
            "this machine has no managed identity; assign one, with Tagalong:Azure:ClientId if it is user-assigned, or set Tagalong:Azure:Credential.",
        (AzureCredentialKind.ManagedIdentity, _) => "check the assigned identity, and Tagalong:Azure:ClientId if it is user-assigned.",
        (AzureCredentialKind.AzureCli, _) => "check that 'az' is installed and 'az account get-access-token' works.",
    };

    private static string? EntraCodeIn(Exception exception) =>
        EntraCode().Match(exception.Message) is { Success: true } match ? match.Value
        : exception.InnerException is { } inner ? EntraCodeIn(inner)
        : null;

    [GeneratedRegex("AADSTS[0-9]{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex EntraCode();
}
