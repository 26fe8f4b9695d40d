namespace Tagalong.Core.ApiServer;

/// <summary>How a call to an API server ended, as far as callers treat it differently.</summary>
public enum ApiStatus
{
    /// <summary>Done; the answer holds the object, where one was asked for.</summary>
    Ok,

    /// <summary>404 that names the object: there is none.</summary>
    NotFound,

    /// <summary>Any other 404: there is no such kind of object, or not yet, as in the first moments of an API server.</summary>
    NotServed,

    /// <summary>409 with FieldManagerConflict: others own some of the fields.</summary>
    FieldConflict,

    /// <summary>409 or 422 on the uid: the object is not the one that was meant.</summary>
    UidMismatch,

    /// <summary>409 of any other sort: the object changed meanwhile.</summary>
    Conflict,

    /// <summary>409 to a write that was to be made only if the object was still as it had been seen.</summary>
    Outdated,

    /// <summary>410: the continue token or resource version is of a time that the API server has forgotten.</summary>
    Expired,

    /// <summary>400, 422 and other refusals that the same request will meet again.</summary>
    Invalid,

    /// <summary>403.</summary>
    Forbidden,

    /// <summary>401, or no credentials to be had.</summary>
    Unauthenticated,

    /// <summary>429.</summary>
    Throttled,

    /// <summary>Not asked: as many calls as the cluster gets are under way or waiting.</summary>
    Busy,

    /// <summary>Not asked: the API server failed so often that it is left alone for a moment.</summary>
    CircuitOpen,

    /// <summary>5xx, or an answer that makes no sense.</summary>
    ServerError,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>No connection, or one that broke.</summary>
    Unreachable,
}
