namespace Tagalong.Core.ApiServer;

/// <summary>The credentials for an API server could not be had.</summary>
/// <param name="message">Why, and what to look at; it is shown to people and may quote nothing that is secret.</param>
internal sealed class CredentialException(string message) : Exception(message);
