namespace Tagalong.Core.Outcomes;

/// <summary>What the sender of an event should do, by its outcome.</summary>
public enum Disposition
{
    /// <summary>Nothing: the event is done.</summary>
    Accept,

    /// <summary>Send the event again later.</summary>
    Retry,

    /// <summary>Drop the event, or keep it apart: it would be rejected again.</summary>
    Reject,
}
