using Tagalong.Core.Outcomes;

namespace Tagalong.Server.Consuming;

/// <summary>What an event's outcome means for the message that brought it.</summary>
internal static class SettlementContract
{
    public static Settlement Of(OutcomeKind outcome) => outcome switch
    {
        OutcomeKind.Labeled => Settlement.Done,
        OutcomeKind.Unchanged => Settlement.Done,
        OutcomeKind.Ignored => Settlement.Done,
        OutcomeKind.Gone => Settlement.Done,
        OutcomeKind.Rejected => Settlement.DeadLetter,

        // Somebody has to grant a right; until then it is tried ever more seldom, and then kept.
        OutcomeKind.Denied => Settlement.RetryLater,
        OutcomeKind.Deferred => Settlement.RetryLater,
    };
}
