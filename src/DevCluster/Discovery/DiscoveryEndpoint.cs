using System.Text;
using Tagalong.DevCluster.Responses;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Discovery;

/// <summary>Handles the paths that are not resources.</summary>
internal static class DiscoveryEndpoint
{
    private static readonly string[] HealthPaths = ["/healthz", "/readyz", "/livez"];

    /// <summary>Whether a path may be read without a token.</summary>
    public static bool IsPublic(string path) => path == "/version" || IsHealth(path);

    public static ApiResponse Handle(string path, DevUser? user)
    {
        path = path.TrimEnd('/');
        if (IsHealth(path))
        {
            return Text(200, "ok");
        }

        if (path == "/openapi/v2")
        {
            return new BodyResponse(200, OpenApiDocuments.EmptyVersion2, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
        }

        return Document(path) is { } document ? Json(200, document) : Missing(path, user);
    }

    /// <summary>Whether a path is in a group that is compiled into the API server. Those have their own "not found".</summary>
    public static bool IsBuiltIn(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["api", ..] => true,
        ["apis", var group, ..] => ResourceKinds.All.Any(kind => kind.BuiltIn && kind.Group == group),
        _ => false,
    };

    private static BodyResponse Missing(string path, DevUser? user) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [_, ..] when IsBuiltIn(path) => throw StatusErrors.NoSuchResource(),
        ["api" or "apis" or "openapi", ..] => NotFound(),
        _ when user is not null && !user.Rules.Contains(AccessRule.Everything) => throw StatusErrors.ForbiddenPath(user.Name, path),
        _ => Json(404, Paths()),
    };

    /// <summary>The response of Go's HTTP server for an unknown path.</summary>
    public static BodyResponse NotFound() => Text(404, "404 page not found\n");

    private static BodyResponse Json(int statusCode, JsonObject document) =>
        BodyResponse.Of(statusCode, output => output.WriteJson(document));

    private static bool IsHealth(string path) => HealthPaths.Any(health => path == health || path.StartsWith(health + "/", StringComparison.Ordinal));

    private static JsonObject? Document(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [] => Paths(),
        ["version"] => DiscoveryDocuments.Version(),
        ["api"] => DiscoveryDocuments.CoreVersions(),
        ["apis"] => DiscoveryDocuments.Groups(),
        ["api", var version] => DiscoveryDocuments.Resources("", version),
        ["apis", var group] => DiscoveryDocuments.Group(group),
        ["apis", var group, var version] => DiscoveryDocuments.Resources(group, version),
        ["openapi", "v3"] => OpenApiDocuments.Index(),
        ["openapi", "v3", .. var rest] => OpenApiDocuments.Of(string.Join('/', rest)),
        _ => null,
    };

    private static JsonObject Paths() => new()
    {
        ["paths"] = new JsonArray("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"),
    };

    private static BodyResponse Text(int statusCode, string text) => new(statusCode, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8") { NoSniff = true };
}
