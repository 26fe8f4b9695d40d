namespace Tagalong.Core.Azure;

/// <summary>The response to <c>listClusterUserCredential</c>.</summary>
internal sealed record AksCredentialResults(AksCredentialResults.Credential?[]? Kubeconfigs)
{
    /// <param name="Value">A kubeconfig; Base64 in the JSON.</param>
    internal sealed record Credential(byte[]? Value);
}
