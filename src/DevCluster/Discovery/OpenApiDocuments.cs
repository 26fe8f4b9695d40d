namespace Tagalong.DevCluster.Discovery;

/// <summary>
/// The part of OpenAPI v3 that <c>kubectl create</c> and <c>apply</c> need to leave the validation of fields to the server:
/// each kind can be patched, with these parameters.
/// </summary>
internal static class OpenApiDocuments
{
    /// <summary>
    /// An OpenAPI v2 document that describes nothing, as protobuf: its only field is the version. Older kubectls (1.20) read
    /// it, and do not validate kinds that it does not describe.
    /// </summary>
    public static ReadOnlyMemory<byte> EmptyVersion2 { get; } = new([0x0A, 0x03, (byte)'2', (byte)'.', (byte)'0']);

    private static readonly string[] PatchParameters = ["dryRun", "fieldManager", "fieldValidation", "force", "pretty"];

    public static JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var path in ResourceKinds.All.Select(GroupVersionPath).Distinct())
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <param name="path">Such as <c>apis/apps/v1</c>.</param>
    /// <returns>Null if nothing is served there.</returns>
    public static JsonObject? Of(string path)
    {
        var kinds = ResourceKinds.All.Where(kind => GroupVersionPath(kind) == path).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            var scope = kind.Namespaced ? "/namespaces/{namespace}" : "";
            paths[$"/{path}{scope}/{kind.Plural}/{{name}}"] = new JsonObject { ["patch"] = PatchOf(kind) };
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.36.2" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = new JsonObject([.. kinds.Select(SchemaOf)]) },
        };
    }

    private static string GroupVersionPath(ResourceKind kind) => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.ApiVersion}";

    private static JsonObject PatchOf(ResourceKind kind) => new()
    {
        ["x-kubernetes-action"] = "patch",
        ["x-kubernetes-group-version-kind"] = GroupVersionKind(kind),
        ["parameters"] = new JsonArray([.. PatchParameters.Select(ParameterOf)]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
    };

    private static JsonObject ParameterOf(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = name == "force" ? "boolean" : "string" },
    };

    private static KeyValuePair<string, JsonNode?> SchemaOf(ResourceKind kind) => new(
        $"{kind.Group}.{kind.Version}.{kind.Kind}".TrimStart('.'),
        new JsonObject
        {
            ["type"] = "object",
            ["x-kubernetes-preserve-unknown-fields"] = true,
            ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind)),
        });

    private static JsonObject GroupVersionKind(ResourceKind kind) =>
        new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Kind };
}
