namespace Tagalong.Core.Outcomes;

/// <summary>Why an event ended as it did: a closed set, in the order of the stages of an event.</summary>
public enum OutcomeReason
{
    /// <summary>Receiving: the request is not a CloudEvent.</summary>
    NotACloudEvent,

    /// <summary>Receiving: the sender sent no credentials, and unknown senders are not allowed.</summary>
    CredentialsMissing,

    /// <summary>Receiving: the sender's API key or token is not valid.</summary>
    CredentialsRefused,

    /// <summary>Receiving, or finding the cluster: the sender is known and may not send this.</summary>
    SenderNotAllowed,

    /// <summary>Receiving: the keys to check the sender's token with cannot be read.</summary>
    IssuerUnavailable,

    /// <summary>Receiving: the body is larger than allowed.</summary>
    BodyTooLarge,

    /// <summary>Receiving: the body did not arrive completely, or too slowly.</summary>
    BodyIncomplete,

    /// <summary>Receiving: as many events as allowed are in flight.</summary>
    Overloaded,

    /// <summary>Receiving: the process is stopping.</summary>
    ShuttingDown,

    /// <summary>Reading: the data is not JSON, is nested too deep, or a member has an impossible type.</summary>
    MalformedData,

    /// <summary>Reading: the data is JSON but does not name an object that can exist.</summary>
    NoObject,

    /// <summary>Reading: events of this type are not about a change of an object.</summary>
    UnknownEventType,

    /// <summary>Reading: the event was sent by Tagalong itself.</summary>
    OwnEvent,

    /// <summary>Reading: a watch's bookmark or error, which is not about an object.</summary>
    NotAChange,

    /// <summary>Finding the cluster: the event names one that is not configured.</summary>
    UnknownCluster,

    /// <summary>Finding the cluster: it may be an imported one, and the imports are not complete yet.</summary>
    FleetIncomplete,

    /// <summary>Finding the cluster: it is configured, and its configuration does not work.</summary>
    ClusterMisconfigured,

    /// <summary>Evaluating: the object was deleted.</summary>
    Deleted,

    /// <summary>Evaluating: the object has a deletion timestamp.</summary>
    BeingDeleted,

    /// <summary>Evaluating: no rule has this kind as its target.</summary>
    NoRuleForKind,

    /// <summary>Evaluating: no rule for this kind applies to the object's owners.</summary>
    NoRuleForOwner,

    /// <summary>Evaluating: an owner that labels come from does not exist.</summary>
    OwnerGone,

    /// <summary>Evaluating: another object has the owner's name now.</summary>
    OwnerReplaced,

    /// <summary>Evaluating: the object has every wanted label and none that should be removed.</summary>
    AlreadyLabeled,

    /// <summary>Evaluating: the event is older than this process's last write, which wrote the same labels.</summary>
    AlreadyWritten,

    /// <summary>Reading or applying: the object does not exist.</summary>
    ObjectGone,

    /// <summary>Applying: another object has the name now.</summary>
    ObjectReplaced,

    /// <summary>Applying: the labels were written.</summary>
    Applied,

    /// <summary>Children: the object's labels did not change, or its children have them already.</summary>
    NotRelabeled,

    /// <summary>Children: the object was relabeled, and no child needed a write.</summary>
    ChildrenUnchanged,

    /// <summary>Children: the object was relabeled, and labels of its children were written.</summary>
    ChildrenLabeled,

    /// <summary>Children: too many events of the object already wait for the work on its children.</summary>
    ChildrenAwaited,

    /// <summary>Sweeping: objects were labeled, and nothing is left to do.</summary>
    SweepLabeled,

    /// <summary>Sweeping: there was nothing to do.</summary>
    SweepUnchanged,

    /// <summary>Sweeping: not everything could be done, or not in time.</summary>
    SweepIncomplete,

    /// <summary>Sweeping: another sweep of the cluster is running.</summary>
    SweepUnderWay,

    /// <summary>Applying: another field manager owns the object's labels as a whole, so that no other may add one.</summary>
    LabelsOwnedByAnother,

    /// <summary>Applying: the API server finds the labels invalid, or admission denied the object.</summary>
    Invalid,

    /// <summary>Applying: the API server failed (500) at the write of this object; other objects can be written.</summary>
    WriteFailed,

    /// <summary>Applying: others kept changing the object.</summary>
    Contended,

    /// <summary>Calling the API server: the credentials do not permit it.</summary>
    Forbidden,

    /// <summary>Calling the API server: the credentials were not accepted, or could not be read.</summary>
    Unauthenticated,

    /// <summary>Calling the API server: it does not serve this kind of object, or not yet: it may have just started.</summary>
    KindNotServed,

    /// <summary>Calling the API server: it asked to slow down (429).</summary>
    Throttled,

    /// <summary>Finding the cluster, or calling its API server: the cluster's limit of concurrent work is reached.</summary>
    ClusterBusy,

    /// <summary>Calling the API server: it failed so often that its circuit is open and calls are not sent.</summary>
    CircuitOpen,

    /// <summary>Calling the API server: it failed (5xx) or sent an invalid response.</summary>
    ServerError,

    /// <summary>Calling the API server, or waiting to: it took too long.</summary>
    TimedOut,

    /// <summary>Calling the API server: there was no connection, or it broke.</summary>
    Unreachable,

    /// <summary>Anywhere: a bug in Tagalong.</summary>
    Unforeseen,
}
