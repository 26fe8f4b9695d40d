using System.Text.RegularExpressions;
using Azure.Identity;

namespace Tagalong.Core.Azure;

/// <summary>Says what went wrong with a credential, in words of our own: those of others may quote what is secret.</summary>
public static partial class AzureFaults
{
    /// <summary>Why there is no token, and what to check.</summary>
    public static string NoToken(Exception fault, AzureOptions options) =>
        $"Microsoft Entra ID gave no token{(EntraCodeIn(fault) is { } code ? $" ({code})" : "")} to the credential {options.ChosenCredential}: {Hint(fault, options)}";

    /// <summary>What lies at the bottom of it: of several attempts, the last one.</summary>
    public static Exception Innermost(Exception fault) => fault switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Innermost(last),
        { InnerException: { } inner } => Innermost(inner),
        _ => fault,
    };

    private static string Hint(Exception fault, AzureOptions options) => (options.ChosenCredential, fault) switch
    {
        (_, OperationCanceledException) => $"it did not answer within {options.Timeout.TotalSeconds:0.###} s.",
        (AzureCredentialKind.WorkloadIdentity, _) =>
            "look at Tagalong:Azure:ClientId and TenantId, at the federated token's file, and at the identity's federated credential, which has to name this service account.",
        (AzureCredentialKind.ManagedIdentity, CredentialUnavailableException) =>
            "this machine offers no managed identity; set Tagalong:Azure:Credential, or assign one, and Tagalong:Azure:ClientId if it is user-assigned.",
        (AzureCredentialKind.ManagedIdentity, _) => "look at the identity that is assigned here, and at Tagalong:Azure:ClientId if it is user-assigned.",
        (AzureCredentialKind.AzureCli, _) => "is 'az' installed, and does 'az account get-access-token' work?",
    };

    private static string? EntraCodeIn(Exception fault) =>
        EntraCode().Match(fault.Message) is { Success: true } match ? match.Value
        : fault.InnerException is { } inner ? EntraCodeIn(inner)
        : null;

    [GeneratedRegex("AADSTS[0-9]{1,9}", RegexOptions.CultureInvariant)]
    private static partial Regex EntraCode();
}
