namespace Tagalong.Core.Watching;

/// <summary>What a sink did with an event.</summary>
public enum SinkStatus
{
    /// <summary>The sink has the event.</summary>
    Accepted,

    /// <summary>The sink does not have the event; another attempt may help.</summary>
    Retry,

    /// <summary>The sink does not have the event and will never accept it.</summary>
    Rejected,
}
