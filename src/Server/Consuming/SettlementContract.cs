using Tagalong.Core.Outcomes;

namespace Tagalong.Server.Consuming;

/// <summary>What an event's outcome means for the message that brought it.</summary>
internal static class SettlementContract
{
    public static Settlement Of(OutcomeKind outcome) => outcome.Disposition() switch
    {
        Disposition.Accept => Settlement.Done,
        Disposition.Reject => Settlement.DeadLetter,

        // Each delay is longer than the one before, and in the end the message is kept as a dead letter.
        Disposition.Retry => Settlement.RetryLater,
    };
}
