namespace Tagalong.Hosting.Authentication;

/// <summary>How senders are authenticated.</summary>
public enum SenderAuthenticationMode
{
    /// <summary>Every sender authenticates here, by an API key or a token.</summary>
    Required,

    /// <summary>
    /// Senders without credentials are accepted. Their events are only hints: the object is read again before anything is
    /// decided, one extra GET per event. Credentials that a sender sends must be valid where keys or issuers are configured.
    /// </summary>
    Anonymous,

    /// <summary>
    /// The platform in front authenticates senders: a mesh's mutual TLS, a network policy, the Azure Functions host. The
    /// object in the event is trusted, as far as its age allows.
    /// </summary>
    Platform,
}
