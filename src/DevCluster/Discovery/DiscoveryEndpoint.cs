using System.Text;
using System.Text.Json.Nodes;
using Tagalong.DevCluster.Errors;
using Tagalong.DevCluster.Http;
using Tagalong.DevCluster.Kinds;
using Tagalong.DevCluster.Representations;
using Tagalong.DevCluster.Security;

namespace Tagalong.DevCluster.Discovery;

/// <summary>Answers for the paths that are no resources.</summary>
internal static class DiscoveryEndpoint
{
    private static readonly string[] HealthPaths = ["/healthz", "/readyz", "/livez"];

    /// <summary>Whether everybody may read a path, with a token or without.</summary>
    public static bool IsPublic(string path) => path == "/version" || IsHealth(path);

    public static Answer Answer(string path, DevUser? user)
    {
        path = path.TrimEnd('/');
        if (IsHealth(path))
        {
            return Text(200, "ok");
        }

        if (path == "/openapi/v2")
        {
            return new BodyAnswer(200, OpenApiDocuments.EmptyVersion2, "application/com.github.proto-openapi.spec.v2.v1.0+protobuf");
        }

        return Document(path) is { } document ? Json(200, document) : Missing(path, user);
    }

    /// <summary>Whether a path is in a group that is compiled into the API server, which answers for what it has not got itself.</summary>
    public static bool IsBuiltIn(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        ["api", ..] => true,
        ["apis", var group, ..] => ResourceKinds.All.Any(kind => kind.BuiltIn && kind.Group == group),
        _ => false,
    };

    private static BodyAnswer Missing(string path, DevUser? user) => path.Split('/', StringSplitOptions.RemoveEmptyEntries) switch
    {
        [_, ..] when IsBuiltIn(path) => throw Refusals.NoSuchResource(),
        ["api" or "apis" or "openapi", ..] => NotFound(),
        _ when user is not null && !user.Rules.Contains(AccessRule.Everything) => throw Refusals.ForbiddenPath(user.Name, path),
        _ => Json(404, Paths()),
    };

    /// <summary>What Go's own HTTP server says when there is nothing.</summary>
    public static BodyAnswer NotFound() => Text(404, "404 page not found\n");

    private static BodyAnswer Json(int statusCode, JsonObject document) =>
        BodyAnswer.Of(statusCode, output => output.WriteJson(writer => document.WriteTo(writer)));

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

    private static BodyAnswer Text(int statusCode, string text) => new(statusCode, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8") { IsNotToBeSniffed = true };
}
