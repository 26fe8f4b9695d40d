using Tagalong.Core.Outcomes;

namespace Tagalong.Server.Consuming;

/// <summary>Which outcome of an event settles its message how.</summary>
internal static class SettlementContract
{
    public static Settlement Of(OutcomeKind outcome) => outcome switch
    {
        OutcomeKind.Labeled or OutcomeKind.Unchanged or OutcomeKind.Ignored or OutcomeKind.Gone => Settlement.Complete,
        OutcomeKind.Rejected => Settlement.DeadLetter,

        // An operator has to grant a right; until then it is retried less and less often, and then kept as a dead letter.
        OutcomeKind.Denied or OutcomeKind.Deferred => Settlement.Abandon,
    };
}
