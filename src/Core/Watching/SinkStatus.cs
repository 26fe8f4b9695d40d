namespace Tagalong.Core.Watching;

/// <summary>What a sink makes of an event.</summary>
public enum SinkStatus
{
    /// <summary>It has it.</summary>
    Accepted,

    /// <summary>It has it not; the same event may be taken later.</summary>
    TryAgain,

    /// <summary>It has it not and will never take it.</summary>
    Refused,
}
