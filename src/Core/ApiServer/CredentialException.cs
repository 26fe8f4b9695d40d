namespace Tagalong.Core.ApiServer;

/// <summary>The credentials for an API server could not be obtained.</summary>
/// <param name="message">Why, and what to check. It is shown to people, so it must not quote a secret.</param>
internal sealed class CredentialException(string message) : Exception(message);
