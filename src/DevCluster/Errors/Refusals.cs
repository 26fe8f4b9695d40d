using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Errors;

/// <summary>Every refusal of the API, word for word as the real server says it.</summary>
internal static class Refusals
{
    private const string ExpiredContinue =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without " +
        "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. " +
        "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or " +
        "deleted between the time the first chunk was returned and now may show up in the list.";

    public static StatusException BadRequest(string message) => new(new Status(400, "BadRequest", message));

    public static StatusException Unauthorized() => new(new Status(401, "Unauthorized", "Unauthorized"));

    public static StatusException Forbidden(ResourceKind kind, string? name, string message) =>
        new(new Status(403, "Forbidden", $"{Named(kind, name)} is forbidden: {message}") { Details = About(kind, name) });

    /// <summary>Forbidden by the rules of access, before anything looks at the request itself.</summary>
    public static StatusException NotAllowed(ResourceKind kind, string? name, string message)
    {
        var refusal = Forbidden(kind, name, message);
        return new StatusException(refusal.Status with { IsOfAuthorization = true });
    }

    public static StatusException ForbiddenPath(string user, string path) =>
        new(new Status(403, "Forbidden", $"forbidden: User \"{user}\" cannot get path \"{path}\"")
        {
            Details = new StatusDetails(),
            IsOfAuthorization = true,
        });

    public static StatusException NotFound(ResourceKind kind, string name) =>
        new(new Status(404, "NotFound", $"{kind.GroupResource} \"{name}\" not found") { Details = About(kind, name) });

    public static StatusException NoSuchResource() =>
        new(new Status(404, "NotFound", "the server could not find the requested resource") { Details = new StatusDetails() });

    public static StatusException MethodNotAllowed() =>
        new(new Status(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = new StatusDetails() });

    /// <summary>A resource definition has handlers of its own, which say the verb that they understood, if any.</summary>
    public static StatusException MethodNotAllowed(ResourceKind kind, string verb) => kind.BuiltIn ? MethodNotAllowed() : new(
        new Status(405, "MethodNotAllowed", $"{verb} is not supported on resources of kind \"{kind.GroupResource}\"")
        {
            Details = new StatusDetails { Group = kind.Group, Kind = kind.Plural },
        });

    public static StatusException NotAcceptable(string message) => new(new Status(406, "NotAcceptable", message));

    public static StatusException AlreadyExists(ResourceKind kind, string name, bool isBeingDeleted) =>
        new(new Status(409, "AlreadyExists", $"{(isBeingDeleted ? "object is being deleted: " : "")}{kind.GroupResource} \"{name}\" already exists") { Details = About(kind, name) });

    public static StatusException Conflict(ResourceKind kind, string name, string why) =>
        new(new Status(409, "Conflict", $"Operation cannot be fulfilled on {kind.GroupResource} \"{name}\": {why}") { Details = About(kind, name) });

    public static StatusException UnmetPrecondition(ResourceKind kind, string name, string why) =>
        new(new Status(409, "Conflict", $"Operation cannot be fulfilled on {Subject(kind.Group, kind.Kind)} \"{name}\": {why}")
        {
            Details = new StatusDetails { Name = name, Group = kind.Group, Kind = kind.Kind },
        });

    public static StatusException Modified(ResourceKind kind, string name) =>
        Conflict(kind, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusException ApplyConflict(string message, IReadOnlyList<StatusCause> causes) =>
        new(new Status(409, "Conflict", message) { Details = new StatusDetails { Causes = causes } });

    public static StatusException ExpiredList() =>
        new(new Status(410, "Expired", "The resourceVersion for the provided list is too old."));

    public static StatusException ExpiredContinueToken(string freshToken) =>
        new(new Status(410, "Expired", ExpiredContinue) { Continue = freshToken });

    public static Status ExpiredWatch(long requested, long compacted) =>
        new(410, "Expired", $"too old resource version: {requested} ({compacted})");

    public static StatusException TooLarge(long limit) =>
        new(new Status(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}"));

    /// <summary>A body that the handler cannot read, as opposed to one that never reaches it.</summary>
    public static StatusException UnsupportedMediaType(params IEnumerable<string> accepted) => new(new Status(
        415,
        "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}"));

    public static StatusException UnsupportedMediaType() =>
        new(new Status(415, "UnsupportedMediaType", "415: Unsupported Media Type") { Details = new StatusDetails() });

    /// <summary>A patch that cannot be carried out. What is wrong with it, the real server does not say.</summary>
    public static StatusException Unprocessable() =>
        new(new Status(422, "Invalid", "the server rejected our request due to an error in our request") { Details = new StatusDetails() });

    public static StatusException Invalid(ResourceKind kind, string name, IReadOnlyList<FieldError> errors) =>
        Invalid(kind.Group, kind.Kind, name, errors);

    public static StatusException InvalidKind(ResourceKind kind, string given, string name) =>
        Invalid(kind.Group, given, name, [FieldError.Invalid("kind", given, $"must be {kind.Kind}")]);

    /// <summary>A patch that leaves no object of the kind.</summary>
    public static StatusException InvalidPatch(string patched, string why) => Invalid("", "", "", [FieldError.Invalid("patch", patched, why)]);

    public static StatusException InvalidOptions(string options, FieldError error) => Invalid("meta.k8s.io", options, "", [error]);

    public static StatusException VersionInTheFuture(long requested, long current) =>
        new(new Status(504, "Timeout", $"Timeout: Too large resource version: {requested}, current: {current}")
        {
            Details = new StatusDetails
            {
                RetryAfterSeconds = 1,
                Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", null)],
            },
        });

    private static StatusException Invalid(string group, string kind, string name, IReadOnlyList<FieldError> errors)
    {
        var lines = errors.Select(error => $"{error.Field}: {error.Message}").Distinct().ToList();
        var list = lines.Count == 1 ? lines[0] : $"[{string.Join(", ", lines)}]";
        return new StatusException(new Status(422, "Invalid", $"{Subject(group, kind)} \"{name}\" is invalid: {list}")
        {
            Details = new StatusDetails { Name = name, Group = group, Kind = kind, Causes = [.. errors.Select(error => error.ToCause())] },
        });
    }

    private static string Subject(string group, string kind) => group.Length == 0 || kind.Length == 0 ? kind : $"{kind}.{group}";

    private static string Named(ResourceKind kind, string? name) =>
        string.IsNullOrEmpty(name) ? kind.GroupResource : $"{kind.GroupResource} \"{name}\"";

    private static StatusDetails About(ResourceKind kind, string? name) => new() { Name = name, Group = kind.Group, Kind = kind.Plural };
}
