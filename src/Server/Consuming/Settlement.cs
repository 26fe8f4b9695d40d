namespace Tagalong.Server.Consuming;

/// <summary>What becomes of a message whose event came to its outcome.</summary>
internal enum Settlement
{
    /// <summary>It is done with.</summary>
    Done,

    /// <summary>It comes again after a while.</summary>
    RetryLater,

    /// <summary>It goes to the dead letters.</summary>
    DeadLetter,
}
