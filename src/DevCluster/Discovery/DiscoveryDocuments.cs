using System.Text.Json.Nodes;
using Tagalong.DevCluster.Kinds;

namespace Tagalong.DevCluster.Discovery;

/// <summary>What clients read to learn which kinds there are.</summary>
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

    /// <returns>Null, if there is no such group.</returns>
    public static JsonObject? Group(string name) => GroupNames().Contains(name) ? Group(name, isRoot: true) : null;

    /// <returns>Null, if nothing is served in that version.</returns>
    public static JsonObject? Resources(string group, string version)
    {
        var kinds = ResourceKinds.All.Where(kind => kind.Group == group && kind.Version == version).ToList();
        if (kinds.Count == 0)
        {
            return null;
        }

        // The core group's is older than the habit of naming a version.
        var list = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
        {
            list["apiVersion"] = "v1";
        }

        list["groupVersion"] = kinds[0].ApiVersion;
        list["resources"] = new JsonArray([.. kinds.SelectMany(Resources)]);
        return list;
    }

    private static IEnumerable<string> GroupNames() => ResourceKinds.All.Select(kind => kind.Group).Where(group => group.Length > 0).Distinct();

    private static JsonObject Group(string name, bool isRoot)
    {
        var group = isRoot ? new JsonObject { ["kind"] = "APIGroup", ["apiVersion"] = "v1" } : [];
        group["name"] = name;
        group["versions"] = new JsonArray([.. Versions(name)]);
        group["preferredVersion"] = Versions(name).First();
        return group;
    }

    private static IEnumerable<JsonObject> Versions(string group) =>
        ResourceKinds.All.Where(kind => kind.Group == group).Select(kind => kind.Version).Distinct()
            .Select(version => new JsonObject { ["groupVersion"] = $"{group}/{version}", ["version"] = version });

    private static IEnumerable<JsonObject> Resources(ResourceKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Singular,
            ["namespaced"] = kind.Namespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts((kind.BuiltIn ? BuiltInVerbs : CustomVerbs).Where(verb => kind.Namespaced || verb != "deletecollection")),
        };
        if (kind.ShortNames.Count > 0)
        {
            resource["shortNames"] = Texts(kind.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = Texts(kind.Categories);
        }

        resource["storageVersionHash"] = kind.StorageVersionHash;
        yield return resource;
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
