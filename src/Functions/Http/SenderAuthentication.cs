namespace Tagalong.Functions.Http;

/// <summary>Who makes sure that a sender is who it should be.</summary>
public enum SenderAuthentication
{
    /// <summary>
    /// Nobody. An event is a hint at what to look at: the object is read before anything is decided, one more read an event.
    /// </summary>
    None,

    /// <summary>
    /// The platform in front: a mesh's mutual TLS, a network policy, the Azure Functions host. The object in the event is
    /// believed, as far as its age allows.
    /// </summary>
    Platform,
}
