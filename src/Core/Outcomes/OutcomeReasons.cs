namespace Tagalong.Core.Outcomes;

/// <summary>The outcome of each reason, and the disposition of each outcome.</summary>
public static class OutcomeReasons
{
    /// <summary>What the sender of an event with this outcome should do.</summary>
    public static Disposition Disposition(this OutcomeKind kind) => kind switch
    {
        OutcomeKind.Labeled => Outcomes.Disposition.Accept,
        OutcomeKind.Unchanged => Outcomes.Disposition.Accept,
        OutcomeKind.Ignored => Outcomes.Disposition.Accept,
        OutcomeKind.Gone => Outcomes.Disposition.Accept,
        OutcomeKind.Denied => Outcomes.Disposition.Retry,
        OutcomeKind.Deferred => Outcomes.Disposition.Retry,
        OutcomeKind.Rejected => Outcomes.Disposition.Reject,
    };

    /// <summary>
    /// Whether a failure that a retry may mend is the object's own, so that it says nothing about other objects of the cluster.
    /// </summary>
    internal static bool IsOfOneObject(this OutcomeReason reason) => reason is OutcomeReason.Contended or OutcomeReason.WriteFailed;

    /// <summary>The one outcome of a reason.</summary>
    public static OutcomeKind Kind(this OutcomeReason reason) => reason switch
    {
        OutcomeReason.Applied => OutcomeKind.Labeled,
        OutcomeReason.SweepLabeled => OutcomeKind.Labeled,
        OutcomeReason.ChildrenLabeled => OutcomeKind.Labeled,

        OutcomeReason.SweepUnchanged => OutcomeKind.Unchanged,
        OutcomeReason.AlreadyLabeled => OutcomeKind.Unchanged,
        OutcomeReason.AlreadyWritten => OutcomeKind.Unchanged,
        OutcomeReason.LabelsOwnedByAnother => OutcomeKind.Unchanged,
        OutcomeReason.NotRelabeled => OutcomeKind.Unchanged,
        OutcomeReason.ChildrenUnchanged => OutcomeKind.Unchanged,

        OutcomeReason.UnknownEventType => OutcomeKind.Ignored,
        OutcomeReason.OwnEvent => OutcomeKind.Ignored,
        OutcomeReason.NotAChange => OutcomeKind.Ignored,
        OutcomeReason.Deleted => OutcomeKind.Ignored,
        OutcomeReason.BeingDeleted => OutcomeKind.Ignored,
        OutcomeReason.NoRuleForKind => OutcomeKind.Ignored,
        OutcomeReason.NoRuleForOwner => OutcomeKind.Ignored,

        OutcomeReason.OwnerGone => OutcomeKind.Gone,
        OutcomeReason.OwnerReplaced => OutcomeKind.Gone,
        OutcomeReason.ObjectGone => OutcomeKind.Gone,
        OutcomeReason.ObjectReplaced => OutcomeKind.Gone,

        OutcomeReason.NotACloudEvent => OutcomeKind.Rejected,
        OutcomeReason.CredentialsMissing => OutcomeKind.Rejected,
        OutcomeReason.CredentialsRefused => OutcomeKind.Rejected,
        OutcomeReason.SenderNotAllowed => OutcomeKind.Rejected,
        OutcomeReason.BodyTooLarge => OutcomeKind.Rejected,
        OutcomeReason.MalformedData => OutcomeKind.Rejected,
        OutcomeReason.NoObject => OutcomeKind.Rejected,
        OutcomeReason.UnknownCluster => OutcomeKind.Rejected,
        OutcomeReason.Invalid => OutcomeKind.Rejected,

        OutcomeReason.Forbidden => OutcomeKind.Denied,

        OutcomeReason.IssuerUnavailable => OutcomeKind.Deferred,
        OutcomeReason.BodyIncomplete => OutcomeKind.Deferred,
        OutcomeReason.Overloaded => OutcomeKind.Deferred,
        OutcomeReason.ShuttingDown => OutcomeKind.Deferred,
        OutcomeReason.FleetIncomplete => OutcomeKind.Deferred,
        OutcomeReason.ClusterMisconfigured => OutcomeKind.Deferred,
        OutcomeReason.ChildrenAwaited => OutcomeKind.Deferred,
        OutcomeReason.SweepIncomplete => OutcomeKind.Deferred,
        OutcomeReason.SweepUnderWay => OutcomeKind.Deferred,
        OutcomeReason.WriteFailed => OutcomeKind.Deferred,
        OutcomeReason.Contended => OutcomeKind.Deferred,
        OutcomeReason.Unauthenticated => OutcomeKind.Deferred,
        OutcomeReason.KindNotServed => OutcomeKind.Deferred,
        OutcomeReason.Throttled => OutcomeKind.Deferred,
        OutcomeReason.ClusterBusy => OutcomeKind.Deferred,
        OutcomeReason.CircuitOpen => OutcomeKind.Deferred,
        OutcomeReason.ServerError => OutcomeKind.Deferred,
        OutcomeReason.TimedOut => OutcomeKind.Deferred,
        OutcomeReason.Unreachable => OutcomeKind.Deferred,
        OutcomeReason.Unforeseen => OutcomeKind.Deferred,
    };
}
