namespace Tagalong.Core.ApiServer;

/// <summary>How a call to an API server ended, as far as callers need to distinguish.</summary>
internal enum ApiStatus
{
    /// <summary>The call succeeded; the result has the object, where one was requested.</summary>
    Ok,

    /// <summary>404 that names the object: it does not exist.</summary>
    NotFound,

    /// <summary>Any other 404: the kind is not served, or not yet, such as just after the API server started.</summary>
    NotServed,

    /// <summary>409 with FieldManagerConflict: others own some of the fields.</summary>
    FieldConflict,

    /// <summary>409 or 422 on the uid: another object has the name now.</summary>
    UidMismatch,

    /// <summary>Any other 409: the object changed meanwhile.</summary>
    Conflict,

    /// <summary>409 to a write with a resource version: the object changed since it was read.</summary>
    Outdated,

    /// <summary>410: the continue token or resource version is too old for the API server.</summary>
    Expired,

    /// <summary>A denial by admission, 400, 422 and other errors that the same request would meet again.</summary>
    Invalid,

    /// <summary>A response with an object that cannot be read, although it is JSON: the API server works, and the same object is sent again.</summary>
    Unreadable,

    /// <summary>403, unless admission denied the object.</summary>
    Forbidden,

    /// <summary>401, or the credentials could not be obtained.</summary>
    Unauthenticated,

    /// <summary>Not sent: what is configured about the API server or its credentials does not work.</summary>
    Misconfigured,

    /// <summary>429.</summary>
    Throttled,

    /// <summary>Not sent: the limit of calls, running and waiting, is reached.</summary>
    Busy,

    /// <summary>Not sent: the circuit breaker is open, because calls to the API server kept failing.</summary>
    CircuitOpen,

    /// <summary>
    /// 500 with a Status, to a write: the API server works and could not write this object. A webhook fails, or server-side apply cannot take the
    /// object as it is.
    /// </summary>
    WriteFailed,

    /// <summary>Any other 5xx, or a response that cannot be read.</summary>
    ServerError,

    /// <summary>No response in time.</summary>
    TimedOut,

    /// <summary>No connection, or a broken one.</summary>
    Unreachable,
}
