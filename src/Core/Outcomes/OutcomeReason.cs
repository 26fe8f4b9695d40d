namespace Tagalong.Core.Outcomes;

/// <summary>Why an event ended as it did: a closed set, in the order of the stages that an event goes through.</summary>
public enum OutcomeReason
{
    /// <summary>At the door: what arrived is no CloudEvent.</summary>
    NotACloudEvent,

    /// <summary>At the door: the sender brought no credentials, and strangers are not let in.</summary>
    CredentialsMissing,

    /// <summary>At the door: the sender's API key or token is not good.</summary>
    CredentialsRefused,

    /// <summary>At the door, or finding the cluster: the sender is known and may not send this.</summary>
    SenderNotAllowed,

    /// <summary>At the door: the keys that the sender's token has to be checked with cannot be had.</summary>
    IssuerUnavailable,

    /// <summary>At the door: the body is larger than allowed.</summary>
    BodyTooLarge,

    /// <summary>At the door: the body did not arrive whole, or too slowly.</summary>
    BodyIncomplete,

    /// <summary>At the door: as many events as allowed are in flight.</summary>
    Overloaded,

    /// <summary>At the door: the process is stopping.</summary>
    ShuttingDown,

    /// <summary>Reading: the data is not JSON, is nested too deep, or a member has an impossible type.</summary>
    MalformedData,

    /// <summary>Reading, or asking for the object: the data is JSON but names no object that there can be.</summary>
    NoObject,

    /// <summary>Reading: the event is of a type that tells of no object's change.</summary>
    UnknownEventType,

    /// <summary>Reading: the event tells of Tagalong's own doings.</summary>
    OwnEvent,

    /// <summary>Reading: a watch's bookmark or error, which concerns no object.</summary>
    NotAChange,

    /// <summary>Finding the cluster: the event names one that is not configured.</summary>
    UnknownCluster,

    /// <summary>Finding the cluster: it may be one of those that are imported, and these are not all known yet.</summary>
    FleetIncomplete,

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

    /// <summary>Evaluating: the object carries every wanted label and none that is to go.</summary>
    AlreadyLabeled,

    /// <summary>Evaluating: the event is older than what this process last saw of the object, which has the same already.</summary>
    AlreadyWritten,

    /// <summary>Reading or applying: the object does not exist.</summary>
    ObjectGone,

    /// <summary>Applying: another object has the name now.</summary>
    ObjectReplaced,

    /// <summary>Applying: the labels were written.</summary>
    Applied,

    /// <summary>Fanning out: the object's children have the labels that it has now, or its labels did not change.</summary>
    NotRelabeled,

    /// <summary>Fanning out: the object was relabelled, and none of its children had to be.</summary>
    ChildrenUnchanged,

    /// <summary>Fanning out: the object was relabelled, and so were children of it.</summary>
    ChildrenLabeled,

    /// <summary>Fanning out: other events of the object are seeing to its children, as many as may wait for each other.</summary>
    ChildrenAwaited,

    /// <summary>Sweeping: objects were labelled, and nothing is left to do.</summary>
    SweepLabeled,

    /// <summary>Sweeping: nothing had to be done.</summary>
    SweepUnchanged,

    /// <summary>Sweeping: not everything could be done, or not in time.</summary>
    SweepIncomplete,

    /// <summary>Sweeping: another sweep of the cluster is under way.</summary>
    SweepUnderWay,

    /// <summary>Applying: somebody owns the object's labels as a whole, so that nobody else may add one.</summary>
    LabelsOwnedByAnother,

    /// <summary>Applying: the API server finds the labels invalid.</summary>
    Invalid,

    /// <summary>Applying: others kept changing the object meanwhile.</summary>
    Contended,

    /// <summary>Calling the API server: the credentials have no right to this.</summary>
    Forbidden,

    /// <summary>Calling the API server: the credentials were not accepted, or could not be had.</summary>
    Unauthenticated,

    /// <summary>Calling the API server: it does not know this kind of object, or not yet: it may have just been started.</summary>
    KindNotServed,

    /// <summary>Calling the API server: it asked for patience (429).</summary>
    Throttled,

    /// <summary>Finding the cluster, or calling its API server: as much as the cluster gets is under way already.</summary>
    ClusterBusy,

    /// <summary>Calling the API server: it failed so often that it is left alone for a moment.</summary>
    CircuitOpen,

    /// <summary>Calling the API server: it failed (5xx) or gave an answer that makes no sense.</summary>
    ServerError,

    /// <summary>Calling the API server, or waiting for the turn to: it took too long.</summary>
    TimedOut,

    /// <summary>Calling the API server: no connection, or one that broke.</summary>
    Unreachable,

    /// <summary>Anywhere: a fault in Tagalong itself.</summary>
    Unforeseen,
}
