namespace Tagalong.DevCluster.Errors;

/// <summary>Every error of the API, with the exact texts of the real server.</summary>
internal static class StatusErrors
{
    private const string ExpiredContinue =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
        "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
        "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
        "deleted between the time the first chunk was returned and now may show up in the list.";

    private static readonly StatusDetails NoDetails = new();

    public static StatusException BadRequest(string message) => Error(400, "BadRequest", message);

    public static StatusException Unauthorized() => Error(401, "Unauthorized", "Unauthorized");

    public static StatusException Forbidden(ResourceKind kind, string? name, string message) =>
        Error(403, "Forbidden", ForbiddenMessage(kind, name, message), About(kind, name));

    /// <summary>Authorization rejects the request, before its handler reads it.</summary>
    public static StatusException AccessDenied(ResourceKind kind, string? name, string message) =>
        new(new Status(403, "Forbidden", ForbiddenMessage(kind, name, message)) { Details = About(kind, name), IsAuthorizationError = true });

    public static StatusException ForbiddenPath(string user, string path) =>
        new(new Status(403, "Forbidden", $"forbidden: User \"{user}\" cannot get path \"{path}\"") { Details = NoDetails, IsAuthorizationError = true });

    public static StatusException NotFound(ResourceKind kind, string name) =>
        Error(404, "NotFound", $"{kind.GroupResource} \"{name}\" not found", About(kind, name));

    public static StatusException NoSuchResource() => Error(404, "NotFound", "the server could not find the requested resource", NoDetails);

    public static StatusException MethodNotAllowed() =>
        Error(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", NoDetails);

    /// <summary>Custom resources have separate handlers, whose message names the verb they recognized, if any.</summary>
    public static StatusException MethodNotAllowed(ResourceKind kind, string verb) => kind.BuiltIn
        ? MethodNotAllowed()
        : Error(405, "MethodNotAllowed", $"{verb} is not supported on resources of kind \"{kind.GroupResource}\"", About(kind, null));

    public static StatusException NotAcceptable(string message) => Error(406, "NotAcceptable", message);

    /// <summary>No handler is chosen, because the client accepts no media type of the server.</summary>
    public static StatusException NotAcceptable() => Error(406, "NotAcceptable", "406: Not Acceptable", NoDetails);

    public static StatusException AlreadyExists(ResourceKind kind, string name, bool isBeingDeleted) => Error(
        409, "AlreadyExists", $"{(isBeingDeleted ? "object is being deleted: " : "")}{kind.GroupResource} \"{name}\" already exists", About(kind, name));

    public static StatusException Conflict(ResourceKind kind, string name, string why) =>
        Error(409, "Conflict", $"Operation cannot be fulfilled on {kind.GroupResource} \"{name}\": {why}", About(kind, name));

    public static StatusException UnmetPrecondition(ResourceKind kind, string name, string why) => Error(
        409,
        "Conflict",
        $"Operation cannot be fulfilled on {Subject(kind.Group, kind.Kind)} \"{name}\": {why}",
        new StatusDetails { Name = name, Group = kind.Group, Kind = kind.Kind });

    public static StatusException Modified(ResourceKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusException ApplyConflict(string message, IReadOnlyList<StatusCause> causes) =>
        Error(409, "Conflict", message, new StatusDetails { Causes = causes });

    public static StatusException ExpiredList() => Error(410, "Expired", "The resourceVersion for the provided list is too old.");

    public static StatusException ExpiredContinueToken(string freshToken) => new(new Status(410, "Expired", ExpiredContinue) { Continue = freshToken });

    public static Status ExpiredWatch(long requested, long compacted) => new(410, "Expired", $"too old resource version: {requested} ({compacted})");

    public static StatusException TooLarge(long limit) => Error(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    /// <summary>The handler cannot read the body. Compare the other overload: no handler is chosen.</summary>
    public static StatusException UnsupportedMediaType(params IEnumerable<string> accepted) => Error(
        415,
        "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static StatusException UnsupportedMediaType() => Error(415, "UnsupportedMediaType", "415: Unsupported Media Type", NoDetails);

    /// <summary>A patch that cannot be applied. The real server does not say what is wrong with it.</summary>
    public static StatusException Unprocessable() =>
        Error(422, "Invalid", "the server rejected our request due to an error in our request", NoDetails);

    public static StatusException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.Group, kind.Kind, name, errors);

    public static StatusException InvalidKind(ResourceKind kind, string given, string name) =>
        Invalid(kind.Group, given, name, [FieldError.Invalid("kind", given, $"must be {kind.Kind}")]);

    /// <summary>The result of a patch is not an object of the kind.</summary>
    public static StatusException InvalidPatch(string patched, string why) => Invalid("", "", "", [FieldError.Invalid("patch", patched, why)]);

    public static StatusException InvalidOptions(string options, FieldError error) => Invalid("meta.k8s.io", options, "", [error]);

    public static StatusException VersionInTheFuture(long requested, long current) => Error(
        504,
        "Timeout",
        $"Timeout: Too large resource version: {requested}, current: {current}",
        new StatusDetails { RetryAfterSeconds = 1, Causes = [new("ResourceVersionTooLarge", "Too large resource version", null)] });

    private static StatusException Error(int code, string reason, string message, StatusDetails? details = null) =>
        new(new Status(code, reason, message) { Details = details });

    private static StatusException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var lines = errors.Select(error => $"{error.Field}: {error.Message}").Distinct().ToList();
        var list = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        var details = new StatusDetails { Name = name, Group = group, Kind = kind, Causes = [.. errors.Select(error => error.ToCause())] };
        return Error(422, "Invalid", $"{Subject(group, kind)} \"{name}\" is invalid: {list}", details);
    }

    private static string Subject(string group, string kind) => group.Length == 0 || kind.Length == 0 ? kind : $"{kind}.{group}";

    private static string ForbiddenMessage(ResourceKind kind, string? name, string message) =>
        $"{kind.GroupResource}{(string.IsNullOrEmpty(name) ? "" : $" \"{name}\"")} is forbidden: {message}";

    private static StatusDetails About(ResourceKind kind, string? name) => new() { Name = name, Group = kind.Group, Kind = kind.Plural };
}
