namespace Tagalong.DevCluster.Discovery;

/// <summary>The documents from which clients learn the served kinds.</summary>
internal static class DiscoveryDocuments
{
    private static readonly string[] BuiltInVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] CustomVerbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];
    private static readonly string[] SubresourceVerbs = ["get", "patch", "update"];

    public static JsonObject Version() => new()
    {
        ["major"] = "1",
        ["minor"] = "36",
        ["gitVersion"] = "v1.36.2",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2026-01-01T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = "dotnet",
        ["platform"] = "linux/amd64",
    };

    public static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    public static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. GroupNames().Select(name => Group(name, isRoot: false))]),
    };

    /// <returns>Null if there is no such group.</returns>
    public static JsonObject? Group(string name) => GroupNames().Contains(name) ? Group(name, isRoot: true) : null;

    /// <returns>Null if nothing is served in that version.</returns>
    public static JsonObject? Resources(string group, string version)
    {
        var kinds = ResourceKinds.All.Where(kind => kind.Group == group && kind.Version == version).ToList();
        return kinds.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",

            // The document of the core group is older than this field.
            ["apiVersion"] = group.Length == 0 ? null : "v1",
            ["groupVersion"] = kinds[0].ApiVersion,
            ["resources"] = new JsonArray([.. kinds.SelectMany(Resources)]),
        }.OmitEmpty();
    }

    private static IEnumerable<string> GroupNames() => ResourceKinds.All.Select(kind => kind.Group).Where(group => group.Length > 0).Distinct();

    private static JsonObject Group(string name, bool isRoot) => new JsonObject
    {
        ["kind"] = isRoot ? "APIGroup" : null,
        ["apiVersion"] = isRoot ? "v1" : null,
        ["name"] = name,
        ["versions"] = new JsonArray([.. Versions(name)]),
        ["preferredVersion"] = Versions(name).First(),
    }.OmitEmpty();

    private static IEnumerable<JsonObject> Versions(string group) =>
        ResourceKinds.All.Where(kind => kind.Group == group).Select(kind => kind.Version).Distinct()
            .Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version });

    private static IEnumerable<JsonObject> Resources(ResourceKind kind)
    {
        yield return new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts((kind.BuiltIn ? BuiltInVerbs : CustomVerbs).Where(verb => kind.Namespaced || verb != "deletecollection")),
            ["shortNames"] = Texts(kind.ShortNames),
            ["categories"] = Texts(kind.Categories),
            ["storageVersionHash"] = kind.StorageVersionHash,
        }.OmitEmpty();
        if (kind.HasStatus)
        {
            yield return new JsonObject
            {
                ["name"] = $"{kind.Plural}/status",
                ["singularName"] = "",
                ["namespaced"] = kind.Namespaced,
                ["kind"] = kind.Kind,
                ["verbs"] = Texts(SubresourceVerbs),
            };
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
