namespace Tagalong.Core.ApiServer;

/// <summary>What is configured about an API server or its credentials does not work.</summary>
/// <param name="message">What is wrong and what to do: part of a sentence, without a secret.</param>
/// <param name="inner">The cause.</param>
internal sealed class EndpointException(string message, Exception? inner = null) : Exception(message, inner);
