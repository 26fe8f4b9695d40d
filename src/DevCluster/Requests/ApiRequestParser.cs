namespace Tagalong.DevCluster.Requests;

/// <summary>Parses URLs as the real server does.</summary>
internal static class ApiRequestParser
{
    private static readonly string[] NamespaceSubresources = ["status", "finalize"];

    /// <summary>A request to a path that is not a resource has no kind. Its handler decides whether the path exists.</summary>
    /// <exception cref="StatusException">404 or 405.</exception>
    public static ApiRequest Parse(HttpRequest request)
    {
        var segments = (request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments switch
        {
            ["api", var version, _, ..] => ParseResource(request, "", version, segments[2..]),
            ["apis", var group, var version, _, ..] => ParseResource(request, group, version, segments[3..]),
            _ => new ApiRequest { Verb = request.Method.ToLowerInvariant(), Query = request.Query },
        };
    }

    private static ApiRequest ParseResource(HttpRequest request, string group, string version, string[] segments)
    {
        string? @namespace = null;
        if (segments is ["namespaces", var name, var next, ..] && !NamespaceSubresources.Contains(next))
        {
            (@namespace, segments) = (name, segments[2..]);
        }

        var kind = ResourceKinds.Find(group, version, segments[0]);
        if (kind is null || segments.Length > 3 || (@namespace is not null && !kind.Namespaced))
        {
            throw StatusErrors.NoSuchResource();
        }

        var subresource = segments.Length > 2 ? segments[2] : "";
        if (subresource.Length > 0 && !(subresource == "status" && kind.HasStatus))
        {
            throw kind.BuiltIn ? StatusErrors.NoSuchResource() : StatusErrors.NotFound(kind, segments[1]);
        }

        var objectName = segments.Length > 1 ? segments[1] : null;
        if (objectName is not null && kind.Namespaced && @namespace is null)
        {
            throw StatusErrors.NoSuchResource();
        }

        var parsed = new ApiRequest
        {
            Verb = "",
            Kind = kind,
            Namespace = @namespace,
            Name = objectName,
            Subresource = subresource,
            Query = request.Query,
        };
        return parsed with { Verb = Verb(request.Method, parsed) };
    }

    private static string Verb(string method, ApiRequest request) => (method, request.Name) switch
    {
        ("HEAD", _) when request.Kind!.BuiltIn => throw StatusErrors.MethodNotAllowed(),
        ("GET" or "HEAD", null) => request.IsFlagSet("watch") ? "watch" : "list",
        ("GET" or "HEAD", _) => "get",
        ("POST", null) when request.Namespace is not null || !request.Kind!.Namespaced => "create",
        ("PUT", not null) => "update",
        ("PATCH", not null) => "patch",
        ("DELETE", not null) when request.Subresource.Length == 0 => "delete",
        ("DELETE", null) when request.Namespace is not null => "deletecollection",
        _ => throw StatusErrors.MethodNotAllowed(request.Kind!, ""),
    };
}
