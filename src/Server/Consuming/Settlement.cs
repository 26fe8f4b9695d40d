namespace Tagalong.Server.Consuming;

/// <summary>How a message is settled.</summary>
internal enum Settlement
{
    /// <summary>It leaves the queue.</summary>
    Complete,

    /// <summary>It is delivered again after a delay.</summary>
    Abandon,

    /// <summary>It moves to the dead letters.</summary>
    DeadLetter,
}
