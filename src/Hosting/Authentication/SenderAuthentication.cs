namespace Tagalong.Hosting.Authentication;

/// <summary>Who makes sure that a sender is who it should be.</summary>
public enum SenderAuthentication
{
    /// <summary>Every sender proves here who it is, by an API key or a token.</summary>
    Required,

    /// <summary>
    /// Nobody has to. An event of a sender without credentials is a hint at what to look at: the object is read before
    /// anything is decided, one more read an event. Credentials that are brought are checked where there is something to
    /// check them with, and have to be good then.
    /// </summary>
    Anonymous,

    /// <summary>
    /// The platform in front did: a mesh's mutual TLS, a network policy, the Azure Functions host. The object in the event
    /// is believed, as far as its age allows.
    /// </summary>
    Platform,
}
